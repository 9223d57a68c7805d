import {
  CircleCheck,
  CircleDashed,
  CircleX,
  KeyRound,
  Pause,
  PlugZap,
  Power,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepState } from './step-state.ts';
import styles from './step-mark.module.css';

const looks: Readonly<
  Record<StepState, { readonly tone: 'good' | 'warn' | 'calm'; readonly icon: LucideIcon }>
> = {
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
  const { tone, icon: Icon } = looks[state];
  return (
    <span className={`${styles.mark} ${styles[tone]}`}>
      <Icon size={14} aria-hidden="true" />
      {t(`state.${state}`)}
    </span>
  );
}
