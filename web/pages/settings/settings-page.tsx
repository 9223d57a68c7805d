import { Suspense, useDeferredValue, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorBoundary } from '../../components/error-boundary.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { sections } from './sections.ts';
import { useAnchor } from './use-anchor.ts';
import styles from './settings-page.module.css';

/** Providers and their keys, routes, client keys, capacity. */
export function SettingsPage(): ReactNode {
  const { t } = useTranslation('settings');
  useAnchor();
  // What is seen first is painted first; what stands below it follows at once.
  const below = useDeferredValue(true, false);
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <nav className={styles.nav} aria-label={t('nav.label')}>
        <ul>
          {sections.map(({ id }) => (
            <li key={id}>
              <a href={`#${id}`}>{t(`nav.${id}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {sections.map(({ id, Section }) => (
        <section key={id} className={styles.section} aria-labelledby={id}>
          <h2 id={id} tabIndex={-1}>
            {t(`nav.${id}`)}
          </h2>
          <ErrorBoundary>
            <Suspense fallback={<Skeleton lines={4} />}>
              {id === 'providers' || below ? <Section /> : <Skeleton lines={4} />}
            </Suspense>
          </ErrorBoundary>
        </section>
      ))}
    </>
  );
}
