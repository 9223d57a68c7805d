import { useTranslation } from 'react-i18next';
import { formatCount, formatUsd } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';

/** What a limit counts: as in the views. */
export interface Counted {
  readonly unit: string;
  /** Of tokens, where only one side counts. */
  readonly side?: string;
}

export interface LimitWords {
  /** `Requests`, `Input tokens`. */
  name(counted: Counted): string;
  /** `1,234 requests`, `$0.10`. */
  amount(counted: Counted, amount: number): string;
  /** `Requests a minute`; `Calls at once`. */
  perWindow(counted: Counted & { readonly window: string }): string;
  /** The figure alone: `1,234`, `$0.10`. */
  figure(counted: Counted, amount: number): string;
}

const names = [
  'requests',
  'tokens',
  'input_tokens',
  'output_tokens',
  'usd',
  'neurons',
  'seconds',
  'concurrent',
] as const;
const windows = ['second', 'minute', 'hour', 'day', 'month'] as const;

/** Units and windows of limits in the reader's words. What is not known here is shown as it is called. */
export function useLimitWords(): LimitWords {
  const { t } = useTranslation();
  const language = useLanguage();
  const figure = ({ unit }: Counted, amount: number): string =>
    unit === 'usd' ? formatUsd(amount, language) : formatCount(amount, language);
  const name = (counted: Counted): string => {
    const known = knownName(counted);
    return known === undefined ? counted.unit : t(`limits.name.${known}`);
  };
  return {
    name,
    figure,
    amount: (counted, amount) => {
      const known = knownName(counted);
      const words = { count: amount, amount: figure(counted, amount) };
      return known === undefined ? `${words.amount} ${counted.unit}` : t(`limits.amount.${known}`, words);
    },
    perWindow: (counted) => {
      const window = windows.find((one) => one === counted.window);
      return window === undefined ? name(counted) : t(`limits.per.${window}`, { what: name(counted) });
    },
  };
}

function knownName({ unit, side }: Counted): (typeof names)[number] | undefined {
  const whole = unit === 'tokens' && side !== undefined && side !== 'all' ? `${side}_tokens` : unit;
  return names.find((one) => one === whole);
}
