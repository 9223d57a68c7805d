import { useTranslation } from 'react-i18next';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { parseReason, type Reason, type RefusedReason } from './parse-reason.ts';

const windows = ['second', 'minute', 'hour', 'day', 'month'] as const;

/** Why a lane was passed over, in the reader's words; one that is not known here is shown as the gateway wrote it. */
export function useReasonWords(): (text: string) => string {
  const { t } = useTranslation('requests');
  const limits = useLimitWords();
  const language = useLanguage();

  const limit = (unit: string, count: number, window = 'now'): string =>
    limits.amountPerWindow({ unit, window }, count);
  const refusedOf = ({ unit, window }: RefusedReason): string | null => {
    if (unit === undefined) {
      const known = windows.find((one) => one === window);
      return known === undefined ? null : t(`window.${known}`);
    }
    const what = limits.perWindow({ unit, window: window ?? 'now' });
    return what.slice(0, 1).toLowerCase() + what.slice(1);
  };
  const words = (reason: Reason): string => {
    switch (reason.kind) {
      case 'plain':
        return t(`reason.${reason.name}`);
      case 'used':
        return t('reason.used', { limit: limit(reason.unit, reason.limit, reason.window) });
      case 'at_once':
        return t('reason.atOnce', { count: reason.limit, amount: formatCount(reason.limit, language) });
      case 'too_large':
        return t('reason.tooLarge', {
          wanted: limits.amount({ unit: reason.unit }, reason.amount),
          limit: limit(reason.unit, reason.limit, reason.window),
        });
      case 'refused': {
        const of = refusedOf(reason);
        return t(`reason.${reason.name}`) + (of === null ? '' : ` (${of})`);
      }
      default:
        return reason satisfies never;
    }
  };
  return (text) => {
    const { reason, isTried } = parseReason(text);
    if (reason === null) return text;
    return isTried ? t('reason.tried', { reason: words(reason) }) : words(reason);
  };
}
