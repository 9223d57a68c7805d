import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';

/** What another account or key would bring, in calls a day; null = nobody knows. */
export function AddsWords({ calls }: { readonly calls: number | null }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  if (calls === null) return <span className="soft">{t('forecast.unknown')}</span>;
  if (calls === 0) return <span className="soft">{t('forecast.nothing')}</span>;
  return `+${formatCount(Math.floor(calls), language)}`;
}
