import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { mainLimits } from './main-limits.ts';

/** The limits of one account in words. */
export function LimitLine({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const words = useLimitWords();
  if (provider.tier === 'local') return t('limits.local');
  const main = mainLimits(provider);
  if (main === null) return t(provider.tier === 'paid' ? 'limits.paid' : 'limits.unknown');
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(
    new Set(main.limits.map((limit) => words.amountPerWindow(limit, limit.limit))),
  );
  return t(`limits.${main.scope}`, { list, place: main.place });
}
