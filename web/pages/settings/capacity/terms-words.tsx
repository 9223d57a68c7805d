import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import { OutsideLink } from '../../../components/outside-link.tsx';

/** What a provider's terms say of several accounts, how sure that is, and where they stand. */
export function TermsWords({ provider }: { readonly provider: ProviderForecastView }): ReactNode {
  const { t } = useTranslation('capacity');
  const { name, terms } = provider;
  return (
    <>
      <p>
        {t('said')} <span lang="en">{terms.several_accounts}</span>{' '}
        <span className="soft">{t(`evidence.${terms.evidence}`)}</span>
      </p>
      <p>
        <OutsideLink href={terms.url}>
          {t('terms')} <span className="visually-hidden">{t('ofName', { name })}</span>
        </OutsideLink>
      </p>
    </>
  );
}
