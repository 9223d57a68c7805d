import { describe, expect, test } from 'vitest';
import { traceId, tracedOf } from '../../../../tests/support/traced.ts';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { joined, withNews, type Pages } from './pages.ts';

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

describe('joined', () => {
  test('keeps each once', () => {
    const news = joined({ traces: traces(3, 2), replaces: false }, { traces: traces(4, 3), replaces: false });
    expect(news.traces.map(({ id }) => id)).toEqual([4, 3, 2].map(traceId));
    expect(news.replaces).toBe(false);
  });

  test('leaves out what waited before a gap, which would hide it, and keeps what came since', () => {
    const before = { traces: traces(42, 3, 2), replaces: false };
    const news = joined(before, { traces: traces(41, 40), replaces: true });
    expect(idsOf(withNews(pagesOf([1]), news))).toEqual([42, 41, 40].map(traceId));
  });

  test('leaves out what took so long that it belongs below what takes the place of all', () => {
    const news = joined({ traces: traces(41, 40), replaces: true }, { traces: traces(2), replaces: false });
    expect(idsOf(withNews(pagesOf([1]), news))).toEqual([41, 40].map(traceId));
  });

  test('what is more than anybody waits for takes the place of all', () => {
    const many = Array.from({ length: 500 }, (_, index) => 500 - index);
    const news = joined(
      { traces: traces(...many), replaces: false },
      { traces: traces(501), replaces: false },
    );
    expect(news.traces).toHaveLength(500);
    expect(news.replaces).toBe(true);
  });
});
