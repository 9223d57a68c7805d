import { useTranslation } from 'react-i18next';
import { useProviderNames } from '../../../features/provider-names.ts';
import { formatMoment } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { codeWord } from '../words/codes.ts';
import { outcomes } from '../words/outcomes.ts';
import { strategies } from '../words/strategies.ts';
import { useKeyMask } from '../words/use-key-mask.ts';
import { useClientName } from '../words/use-client-name.ts';
import { isPeriod, type FilterName, type Filters } from './filters.ts';

/** The value of a filter as the reader's language has it. */
export function useFilterWord(filters: Filters): (name: FilterName, value: string) => string {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const providerName = useProviderNames();
  const clientName = useClientName(filters.client !== undefined);
  const keyMask = useKeyMask(filters.key);
  return (name, value) => {
    switch (name) {
      case 'outcome': {
        const outcome = outcomes.find((one) => one === value);
        return outcome === undefined ? value : t(`outcome.${outcome}`);
      }
      case 'strategy': {
        const strategy = strategies.find((one) => one === value);
        return strategy === undefined ? value : t(`strategy.${strategy}`);
      }
      case 'code':
        return codeWord(t, value);
      case 'provider':
        return providerName(value);
      case 'key':
        return keyMask ?? value;
      case 'client':
        return clientName(value);
      case 'period':
        return isPeriod(value) ? t(`period.${value}`) : value;
      case 'from':
      case 'to':
        return Number.isNaN(Date.parse(value)) ? value : formatMoment(value, language);
      default:
        return value;
    }
  };
}
