import type { TraceView } from '../../../../src/api/views/trace-view.ts';

export const strategies = ['cascade', 'race', 'hedge'] as const satisfies readonly Exclude<
  TraceView['strategy'],
  null
>[];
