import { CircleCheck, CircleDashed, CircleX, KeyRound, Pause, PlugZap, Power } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark, type MarkProps } from '../../../components/mark.tsx';
import type { StepState } from './step-state.ts';

const looks: Readonly<Record<StepState, Pick<MarkProps, 'tone' | 'icon'>>> = {
  ready: { tone: 'good', icon: CircleCheck },
  waiting: { tone: 'warn', icon: Pause },
  noKey: { tone: 'calm', icon: KeyRound },
  off: { tone: 'calm', icon: Power },
  silent: { tone: 'calm', icon: PlugZap },
  unusable: { tone: 'warn', icon: KeyRound },
  nowhere: { tone: 'warn', icon: CircleX },
  unsaved: { tone: 'calm', icon: CircleDashed },
};

/** How a step stands, in word, icon and colour. */
export function StepMark({ state }: { readonly state: StepState }): ReactNode {
  const { t } = useTranslation('routes');
  return <Mark {...looks[state]}>{t(`state.${state}`)}</Mark>;
}
