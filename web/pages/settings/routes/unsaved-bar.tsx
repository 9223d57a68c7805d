import { CircleDot } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { useListOfRoutes } from './use-list-of-routes.ts';
import { useOutOfSight } from './use-out-of-sight.ts';
import styles from './unsaved-bar.module.css';

/** Names of routes that are not saved: kept in sight where their editors, which say it as well, are not. */
export function UnsavedBar({ routes }: { readonly routes: readonly string[] }): ReactNode {
  const { t } = useTranslation('routes');
  const names = useListOfRoutes(routes);
  const ids = routes.map((name) => `route-card-${name}`);
  const [first] = ids;
  if (!useOutOfSight(ids)) return null;
  return (
    <aside className={styles.bar} aria-label={t('unsaved.label')}>
      <CircleDot size={16} aria-hidden="true" />
      <span>{t('unsaved.what', { names })}</span>
      <Button
        onClick={() => {
          const heading = document.getElementById(first ?? '')?.querySelector<HTMLElement>('h3');
          heading?.scrollIntoView();
          heading?.focus();
        }}
      >
        {t('unsaved.show')}
      </Button>
    </aside>
  );
}
