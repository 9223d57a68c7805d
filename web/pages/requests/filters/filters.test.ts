import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changed, filterNames, pageAddress, queryOf, readFilters, type Filters } from './filters.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

describe('filters', () => {
  test('are the same after the way through an address, whatever is in them', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => text.trim() === text);
    const names = filterNames.filter((name) => name !== 'period');
    const given = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(given, (filters) => {
        expect(readFilters(new URL(pageAddress(filters), 'http://x').search)).toEqual(filters);
      }),
    );
  });

  test('leave out what is empty, what is no filter, and a period that is none', () => {
    expect(readFilters('?outcome=failed&q=+&limit=7&period=1y&constructor=1')).toEqual({ outcome: 'failed' });
    expect(readFilters('?period=toString')).toEqual({});
  });

  test('have one address for the same ones', () => {
    expect(pageAddress({ route: 'auto:fast', q: 'a b' })).toBe('/requests?q=a+b&route=auto%3Afast');
    expect(pageAddress({ q: 'a b', route: 'auto:fast' })).toBe('/requests?q=a+b&route=auto%3Afast');
    expect(pageAddress({})).toBe('/requests');
  });

  test('a period counts back from now; the gateway knows nothing of periods', () => {
    expect(queryOf({ period: '1h', outcome: 'failed' }, now, { limit: '50' })).toBe(
      '?outcome=failed&from=2026-11-22T11%3A00%3A00.000Z&limit=50',
    );
  });

  test.each<[Filters, Parameters<typeof changed>[1], string, Filters]>([
    [{ q: 'a' }, 'outcome', 'failed', { q: 'a', outcome: 'failed' }],
    [{ q: 'a', outcome: 'failed' }, 'outcome', '', { q: 'a' }],
    [{ q: 'a' }, 'q', '  b ', { q: 'b' }],
    [{ q: 'a' }, 'q', '  ', {}],
    [{ from: '2026-11-21', to: '2026-11-22' }, 'period', '1h', { period: '1h' }],
    [{ period: '1h', to: '2026-11-22' }, 'from', '2026-11-21', { from: '2026-11-21', to: '2026-11-22' }],
    [{ from: '2026-11-21' }, 'from', '', {}],
  ])('%o with %s = %j', (before, name, value, after) => {
    expect(changed(before, name, value)).toEqual(after);
  });
});
