import { newestFirst } from '../relay/traces/trace-query.ts';
import type { Traces } from '../relay/traces/traces.ts';

/** Somebody who remembers requests. */
export type TraceSource = Pick<Traces, 'list' | 'get'>;

/** The traces with those that others hold in memory. */
export function withOthers(own: Traces, others: ReadonlySet<TraceSource>): Traces {
  return {
    ...own,
    async list(query) {
      // The others first: what they hand over meanwhile is then in the table, and seen twice rather than missed.
      const theirs = await Promise.all([...others].map((source) => source.list(query)));
      const found = new Map(
        [...theirs.flat(), ...(await own.list(query))].map((record) => [record.id, record]),
      );
      return [...found.values()].toSorted(newestFirst).slice(0, query.limit);
    },
    async get(id) {
      const known = await own.get(id);
      if (known !== null) return known;
      const theirs = await Promise.all([...others].map((source) => source.get(id)));
      return theirs.find((record) => record !== null) ?? (await own.get(id));
    },
  };
}
