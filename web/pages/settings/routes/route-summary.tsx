import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteTestView, RouteView } from '../../../../src/api/views/route-view.ts';
import { api } from '../../../lib/api.ts';
import { LeadsTo } from './leads-to.tsx';
import { RouteActions } from './route-actions.tsx';
import { RouteFacts } from './route-facts.tsx';
import { RouteTest } from './route-test.tsx';
import { addressOf } from './use-route-changes.ts';

export interface RouteSummaryProps {
  readonly route: RouteView;
  readonly onEdit: () => void;
}

const builtIn = ['auto', 'fast', 'smart', 'creative', 'private', 'content'] as const;

/** A route as it holds now, and what can be done with it. */
export function RouteSummary({ route, onEdit }: RouteSummaryProps): ReactNode {
  const { t } = useTranslation('routes');
  const test = useMutation({
    mutationFn: () => api.post<RouteTestView>(`${addressOf(route.name)}/test`),
  });
  const isPlain = route.source === 'built_in' || route.name === 'private';
  const about = isPlain ? builtIn.find((name) => name === route.name) : undefined;
  return (
    <>
      <p className="soft">{t(`about.${about ?? 'own'}`)}</p>
      <RouteFacts route={route} />
      <LeadsTo route={route} />
      <div>
        <RouteActions route={route} test={test} onEdit={onEdit} />
        <RouteTest route={route} test={test} />
      </div>
    </>
  );
}
