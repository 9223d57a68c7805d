import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../src/api/views/provider-view.ts';
import { OutsideLink } from '../../components/outside-link.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useProviders } from '../../features/providers.ts';
import styles from './home-page.module.css';

const mostShown = 5;

/** Where keys are free, the first of the cascade first, with what their providers allow. */
export function FreeKeys(): ReactNode {
  const { t } = useTranslation('home');
  const { data, isError } = useProviders();
  if (isError) return null;
  return (
    <>
      <p>{t('free.lead')}</p>
      {data === undefined ? (
        <Skeleton lines={mostShown} />
      ) : (
        <ul className={styles.free}>
          {freeOnes(data.providers).map(({ id, name, key_url: keyUrl, terms }) => (
            <li key={id}>
              <OutsideLink href={keyUrl}>
                <span className="visually-hidden">{t('free.get')} </span>
                {name}
              </OutsideLink>
              {terms !== null && (
                <OutsideLink href={terms.url} className={styles.terms}>
                  {t('free.terms')}
                  <span className="visually-hidden"> {name}</span>
                </OutsideLink>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="soft small">{t('free.entitled')}</p>
    </>
  );
}

type Offered = ProviderView & { readonly key_url: string };

/** One key, one word, and there it is: providers that want an account's id beside it come later, in the settings. */
function freeOnes(providers: readonly ProviderView[]): Offered[] {
  return providers
    .filter(
      (one): one is Offered =>
        one.tier === 'free' &&
        one.in_catalog &&
        one.retired === null &&
        one.key_url !== null &&
        !one.needs_account_id,
    )
    .toSorted((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity))
    .slice(0, mostShown);
}
