import { useState, type ReactNode } from 'react';
import { QueryState } from '../../components/query-state.tsx';
import { useDemo } from '../../features/demo.ts';
import { useQuotas } from '../../features/quotas.ts';
import { FirstVisit } from './first-visit.tsx';
import { servingOf, type Serving } from './serving.ts';
import { Start } from './start.tsx';

/** What `/` shows: how to get to a first answer while nobody can serve, the start page afterwards. */
export function HomePage(): ReactNode {
  const quotas = useQuotas();
  const demo = useDemo();
  if (quotas.data === undefined || demo.isPending) return <QueryState query={quotas} lines={8} />;
  return <Home serving={servingOf(quotas.data, demo.data)} />;
}

/** Decided once a visit: nothing is taken from under the hands of somebody who is about to get his first answer. */
function Home({ serving }: { readonly serving: Serving }): ReactNode {
  const [isFirst] = useState(!serving.anybody);
  return isFirst ? <FirstVisit serving={serving} /> : <Start serving={serving} />;
}
