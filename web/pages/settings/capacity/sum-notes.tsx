import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import { useQuotas } from '../../../features/quotas.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { CallSize } from './call-size.tsx';
import { grows } from './capacity.ts';
import styles from './capacity.module.css';

/** What the sum leaves out, and what it is told in. */
export function SumNotes({ providers }: { readonly providers: readonly ProviderForecastView[] }): ReactNode {
  const { t } = useTranslation('capacity');
  const language = useLanguage();
  const hasLocal = useQuotas().data?.local_fallback.ready === true;
  const list = (some: readonly ProviderForecastView[]): string =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(some.map(({ name }) => name));
  const unknown = providers.filter((one) => one.capacity_per_account === null);
  const fixed = providers.filter((one) => one.capacity_per_account !== null && !grows(one));
  const [first] = providers;
  return (
    <div className={`${styles.notes} soft small`}>
      {unknown.length > 0 && <p>{t('without', { names: list(unknown) })}</p>}
      {fixed.length > 0 && <p>{t('fixed', { names: list(fixed) })}</p>}
      {hasLocal && <p>{t('local')}</p>}
      <p>
        {first !== undefined && isOneSize(providers) && (
          <>
            <CallSize size={first.call_size} />{' '}
          </>
        )}
        {t('rounded')}
      </p>
    </div>
  );
}

/** The requests that capacity is told in are the same for all. */
export function isOneSize(providers: readonly ProviderForecastView[]): boolean {
  return new Set(providers.map(({ call_size: size }) => JSON.stringify(size))).size === 1;
}
