import type { ReactNode } from 'react';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { RouteCard } from './route-card.tsx';
import { RoutesBar } from './routes-bar.tsx';
import { UnsavedBar } from './unsaved-bar.tsx';
import { useDrafts } from './use-drafts.ts';
import { useLeaveGuard } from './use-leave-guard.ts';
import styles from './routes.module.css';

export function Routes({ routes }: { readonly routes: readonly RouteView[] }): ReactNode {
  const drafts = useDrafts();
  // One that somebody else has deleted has no editor any more.
  const unsaved = drafts.unsaved.filter((name) => routes.some((route) => route.name === name));
  const guard = useLeaveGuard(unsaved.length > 0);
  return (
    <>
      <RoutesBar routes={routes} />
      <ul className={styles.list}>
        {routes.map((route) => (
          <li key={route.name}>
            <RouteCard
              route={route}
              draft={drafts.all.get(route.name)}
              onOpen={drafts.open}
              onChange={drafts.change}
              onClose={drafts.close}
            />
          </li>
        ))}
      </ul>
      {unsaved.length > 0 && <UnsavedBar routes={unsaved} />}
      {guard.isAsking && <LeaveDialog routes={unsaved} onStay={guard.stay} onLeave={guard.leave} />}
    </>
  );
}
