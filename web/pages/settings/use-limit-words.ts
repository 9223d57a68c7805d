import { useTranslation } from 'react-i18next';
import { formatCount, formatUsd } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';

/** What of a limit its words need. */
interface Limited {
  readonly unit: string;
  readonly window: string;
  readonly side?: string | undefined;
}

interface LimitWords {
  /** `Requêtes par jour` */
  name(limit: Limited): string;
  /** `1 000`, `0,10 $` */
  amount(limit: Limited, amount: number): string;
  /** `1 000 requêtes par jour` */
  phrase(limit: Limited, amount: number): string;
}

const units = [
  'requests',
  'tokens',
  'input_tokens',
  'output_tokens',
  'seconds',
  'neurons',
  'concurrent',
] as const;
const windows = ['second', 'minute', 'hour', 'day', 'month'] as const;

/** Limits in the reader's words. A unit that this app does not know is shown as it is called. */
export function useLimitWords(): LimitWords {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const per = ({ window }: Limited): string => {
    const known = windows.find((one) => one === window);
    return known === undefined ? t('window.now') : t(`window.${known}`);
  };
  const amountOf = ({ unit }: Limited, amount: number): string =>
    unit === 'usd' ? formatUsd(amount, language) : formatCount(amount, language);
  const counted = (limit: Limited, amount: number): string => {
    const unit = unitOf(limit);
    const text = amountOf(limit, amount);
    if (unit === undefined) return limit.unit === 'usd' ? text : `${text} ${limit.unit}`;
    return t(`unit.${unit}`, { count: amount, amount: text });
  };
  return {
    amount: amountOf,
    name: (limit) => {
      const unit = unitOf(limit);
      const name =
        unit !== undefined ? t(`unitName.${unit}`) : limit.unit === 'usd' ? t('unitName.usd') : limit.unit;
      return `${name} ${per(limit)}`;
    },
    phrase: (limit, amount) => `${counted(limit, amount)} ${per(limit)}`,
  };
}

function unitOf({ unit, side }: Limited): (typeof units)[number] | undefined {
  const name = unit === 'tokens' && (side === 'input' || side === 'output') ? `${side}_tokens` : unit;
  return units.find((one) => one === name);
}
