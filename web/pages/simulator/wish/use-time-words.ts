import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';

/** `12 hours`, `7 days`. */
export function useTimeWords(): (hours: number) => string {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  return (hours) => {
    const isDays = hours > 24 && hours % 24 === 0;
    const count = isDays ? hours / 24 : hours;
    return t(isDays ? 'wish.daysWords' : 'wish.hoursWords', { count, amount: formatCount(count, language) });
  };
}
