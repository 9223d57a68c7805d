import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { dateFormat } from '../../../lib/formatters.ts';
import { useLanguage } from '../../../lib/use-language.ts';

/** Why a provider of the catalog cannot be used from here. */
export function OutOfReach({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const { retired } = provider;
  if (retired === null) return t('idle.off');
  const day = dateFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(retired.on));
  return (
    <>
      {t('idle.retired', { day })} <span lang="en">{retired.note}</span>
    </>
  );
}
