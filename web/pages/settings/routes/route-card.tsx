import { lazy, memo, Suspense, type ReactNode } from 'react';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { Card } from '../../../components/card.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useArrival } from '../arrival.tsx';
import type { Draft } from './draft.ts';
import { RouteHead } from './route-head.tsx';
import { RouteSummary } from './route-summary.tsx';
import styles from './route-card.module.css';

/** Moving by drag and drop is not small: it comes with the first route that is edited. */
const RouteEditor = lazy(async () => ({
  default: (await import('./editor/route-editor.tsx')).RouteEditor,
}));

export interface RouteCardProps {
  readonly route: RouteView;
  /** Undefined = it is not edited. */
  readonly draft: Draft | undefined;
  readonly onOpen: (route: RouteView) => void;
  readonly onChange: (draft: Draft) => void;
  readonly onClose: (name: string) => void;
}

/** A route to be read, or its editor. */
export const RouteCard = memo(function RouteCard({
  route,
  draft,
  onOpen,
  onChange,
  onClose,
}: RouteCardProps): ReactNode {
  const { announce } = useArrival();
  const { name } = route;
  const close = (): void => {
    onClose(name);
    announce(`route-edit-${name}`);
  };
  return (
    <Card id={`route-card-${name}`} className={styles.card} aria-labelledby={`route-${name}`}>
      <RouteHead route={route} />
      {/* Around both, so that the one stays until the other can be shown. */}
      <Suspense fallback={<Skeleton lines={6} />}>
        {draft === undefined ? (
          <RouteSummary route={route} onEdit={() => onOpen(route)} />
        ) : (
          <RouteEditor route={route} draft={draft} onChange={onChange} onClose={close} />
        )}
      </Suspense>
    </Card>
  );
});
