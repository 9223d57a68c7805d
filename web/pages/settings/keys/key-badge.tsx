import { Ban, CircleCheck, CircleX, Hourglass, Pause, Zap, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { formatCountdown, formatMoment, isToday } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useNow } from '../../../lib/use-now.ts';
import { stateOf, type KeyState } from './key-state.ts';

const looks: Readonly<Record<KeyState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  active: { tone: 'good', icon: Zap },
  ready: { tone: 'accent', icon: CircleCheck },
  paused: { tone: 'warn', icon: Pause },
  spent: { tone: 'warn', icon: Hourglass },
  invalid: { tone: 'bad', icon: CircleX },
  disabled: { tone: 'calm', icon: Ban },
};

/** How a key stands, in word, colour and icon. */
export function KeyBadge({ value }: { readonly value: KeyView }): ReactNode {
  const { t } = useTranslation('settings');
  const state = stateOf(value);
  const until = value.cooling_until;
  return (
    <Badge {...looks[state]}>
      {state === 'paused' && until !== null ? (
        <Countdown until={until} />
      ) : state === 'spent' && until !== null ? (
        <SpentUntil until={until} />
      ) : (
        t(`state.${state}`)
      )}
    </Badge>
  );
}

function Countdown({ until }: { readonly until: string }): ReactNode {
  const { t } = useTranslation('settings');
  const now = useNow();
  return t('state.pausedFor', { time: formatCountdown(Date.parse(until) - now) });
}

function SpentUntil({ until }: { readonly until: string }): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const time = formatMoment(until, language);
  return isToday(until) ? t('state.spentUntil', { time }) : t('state.spentUntilDay', { time });
}
