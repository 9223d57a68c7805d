import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import styles from './provider-settings.module.css';

/** What its terms say of several accounts, as the catalog has it, and how sure that is. */
export function ProviderTerms({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const { terms, as_of: asOf } = provider;
  if (terms === null) return null;
  return (
    <div className={styles.part}>
      <h4>{t('terms.title')}</h4>
      <p className="small" lang="en">
        {terms.several_accounts}
      </p>
      <p className="soft small">
        {t(`terms.${terms.evidence}`)}
        {asOf !== null && ` ${t('terms.asOf', { day: asOf })}`}
      </p>
    </div>
  );
}
