import { describe, expect, test } from 'vitest';
import { traceId, tracedOf } from '../../../../tests/support/traced.ts';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { withNews, type Pages } from './pages.ts';

const traces = (...numbers: number[]): readonly TraceView[] =>
  numbers.map((number) => tracedOf(number).record());

function pagesOf(...lists: number[][]): Pages {
  return {
    pages: lists.map((numbers, index) => ({ traces: traces(...numbers), hasMore: index < lists.length })),
    pageParams: lists.map((_, index) => (index === 0 ? null : traceId(lists[index - 1].at(-1)!))),
  };
}

function idsOf({ pages }: Pages): string[] {
  return pages.flatMap((page) => page.traces.map(({ id }) => id));
}

const idsDown = (from: number, to: number): string[] =>
  Array.from({ length: from - to + 1 }, (_, index) => traceId(from - index));

describe('withNews', () => {
  test('puts each once where it belongs, also what took long', () => {
    const before = pagesOf([9, 8, 6], [5, 3]);
    const after = withNews(before, { traces: traces(10, 9, 7, 4), replaces: false });
    expect(idsOf(after)).toEqual(idsDown(10, 3));
    expect(after.pages.at(-1)?.hasMore).toBe(true);
  });

  test('leaves what is older than all that is shown to the next page, if there is one', () => {
    const before = pagesOf([9, 8]);
    expect(withNews(before, { traces: traces(2), replaces: false })).toBe(before);
    const last: Pages = { pages: [{ traces: traces(9, 8), hasMore: false }], pageParams: [null] };
    expect(idsOf(withNews(last, { traces: traces(2), replaces: false }))).toEqual([9, 8, 2].map(traceId));
  });

  test('an empty list takes the first one', () => {
    const empty: Pages = { pages: [{ traces: [], hasMore: false }], pageParams: [null] };
    expect(idsOf(withNews(empty, { traces: traces(1), replaces: false }))).toEqual([traceId(1)]);
  });

  test('after a gap the newest take the place of all, and older ones can be loaded', () => {
    const after = withNews(pagesOf([3, 2, 1]), { traces: traces(40, 39), replaces: true });
    expect(idsOf(after)).toEqual([traceId(40), traceId(39)]);
    expect(after.pages.at(-1)?.hasMore).toBe(true);
  });

  test('a long tail is cut at its old end, which can be loaded again', () => {
    const before = pagesOf(Array.from({ length: 500 }, (_, index) => 500 - index));
    const after = withNews(before, { traces: traces(501), replaces: false });
    expect(idsOf(after)).toEqual(idsDown(501, 302));
    expect(after.pages.at(-1)?.hasMore).toBe(true);
  });
});
