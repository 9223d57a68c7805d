import { useTranslation } from 'react-i18next';
import { formatCount, formatUsd } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';

/** What a limit counts: as in the views. */
export interface Counted {
  readonly unit: string;
  /** Of tokens, where only one side counts. */
  readonly side?: string;
}

interface CountedIn extends Counted {
  /** `now` for what counts only running calls. */
  readonly window: string;
}

export interface LimitWords {
  /** `Requests`, `Input tokens`. */
  name(counted: Counted): string;
  /** `1,234 requests`, `$0.10`. */
  amount(counted: Counted, amount: number): string;
  /** `Requests a minute`; `Calls at once`. */
  perWindow(limit: CountedIn): string;
  /** `1,234 requests a minute`. */
  amountPerWindow(limit: CountedIn, amount: number): string;
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
  const amountOf = (counted: Counted, amount: number): string => {
    const known = knownName(counted);
    const words = { count: amount, amount: figure(counted, amount) };
    return known === undefined ? `${words.amount} ${counted.unit}` : t(`limits.amount.${known}`, words);
  };
  const per = (what: string, window: string): string => {
    const known = windows.find((one) => one === window);
    return known === undefined ? what : t(`limits.per.${known}`, { what });
  };
  return {
    name,
    figure,
    amount: amountOf,
    perWindow: (limit) => per(name(limit), limit.window),
    amountPerWindow: (limit, amount) => per(amountOf(limit, amount), limit.window),
  };
}

function knownName({ unit, side }: Counted): (typeof names)[number] | undefined {
  const whole = unit === 'tokens' && side !== undefined && side !== 'all' ? `${side}_tokens` : unit;
  return names.find((one) => one === whole);
}
