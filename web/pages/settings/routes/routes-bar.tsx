import { Plus } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { Button } from '../../../components/button.tsx';
import { useLanding } from '../arrival.tsx';
import styles from './routes.module.css';

const NewRouteDialog = lazy(async () => ({
  default: (await import('./new-route-dialog.tsx')).NewRouteDialog,
}));

/** What concerns all routes. */
export function RoutesBar({ routes }: { readonly routes: readonly RouteView[] }): ReactNode {
  const { t } = useTranslation('routes');
  const [isOpen, setIsOpen] = useState(false);
  const ref = useLanding<HTMLDivElement>('routes-top');
  return (
    <div ref={ref} tabIndex={-1} className={styles.bar}>
      <p className="soft">{t('lead')}</p>
      <Button icon={<Plus size={18} aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {t('new.open')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <NewRouteDialog taken={routes.map(({ name }) => name)} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
