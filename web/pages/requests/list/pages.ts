import type { InfiniteData } from '@tanstack/react-query';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';

export interface Page {
  readonly traces: readonly TraceView[];
  /** Older ones are there, or may be. */
  readonly hasMore: boolean;
}

export type Pages = InfiniteData<Page, string | null>;

/** What is new, some of which may be there already. */
export interface News {
  readonly traces: readonly TraceView[];
  /** There may be others between these and what is shown: they take its place. */
  readonly replaces: boolean;
}

/** More than anybody reads; what is older can be loaded again. */
const mostShown = 500;
const keptThen = 200;
const mostWaiting = 500;

/** With what is new, each once and in its order. What a long tail brings is cut at its old end. */
export function withNews(before: Pages, { traces, replaces }: News): Pages {
  if (replaces) return onePage(newestFirst(traces), true);
  const shown = before.pages.flatMap((page) => page.traces);
  const hasMore = before.pages.at(-1)?.hasMore ?? false;
  const known = new Set(shown.map(({ id }) => id));
  const oldest = shown.at(-1)?.id ?? '';
  // What is older than all that is shown comes when that is loaded.
  const fresh = traces.filter(({ id }) => !known.has(id) && (!hasMore || id > oldest));
  if (fresh.length === 0) return before;
  const all = newestFirst([...fresh, ...shown]);
  return all.length > mostShown ? onePage(all.slice(0, keptThen), true) : onePage(all, hasMore);
}

/** What waits, with what comes. Where one of both replaces the list, what is older than that is left out: between them may be others. */
export function joined(before: News, news: News): News {
  const known = new Set(before.traces.map(({ id }) => id));
  const oldest = oldestOf(news) ?? oldestOf(before) ?? '';
  const all = [...before.traces, ...news.traces.filter(({ id }) => !known.has(id))];
  const traces = newestFirst(all.filter(({ id }) => id >= oldest));
  return {
    traces: traces.slice(0, mostWaiting),
    replaces: before.replaces || news.replaces || traces.length > mostWaiting,
  };
}

function oldestOf({ traces, replaces }: News): string | undefined {
  return replaces ? newestFirst(traces).at(-1)?.id : undefined;
}

/** Ids sort by the time of their making: a request that took long may belong further down. */
function newestFirst(traces: readonly TraceView[]): readonly TraceView[] {
  return traces.toSorted((one, other) => (one.id < other.id ? 1 : -1));
}

function onePage(traces: readonly TraceView[], hasMore: boolean): Pages {
  return { pages: [{ traces, hasMore }], pageParams: [null] };
}
