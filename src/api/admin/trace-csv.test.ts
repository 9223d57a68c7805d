import { describe, expect, test } from 'vitest';
import { tracedOf } from '../../../tests/support/traced.ts';
import type { TraceRecord } from '../../relay/traces/trace-record.ts';
import { csvHead, csvRow } from './trace-csv.ts';

const names = csvHead.trim().split(',');

/** One line of CSV as RFC 4180 has it. */
function cellsOf(row: string): string[] {
  expect(row.endsWith('\r\n')).toBe(true);
  const cells = [...row.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

function cellOf(name: string, over: Partial<TraceRecord>): string {
  const cells = cellsOf(csvRow(tracedOf(1, over).record()));
  expect(cells).toHaveLength(names.length);
  return cells[names.indexOf(name)] ?? 'no such column';
}

describe('a request as a line of CSV', () => {
  test('has a cell for each column', () => {
    const cells = cellsOf(csvRow(tracedOf(1).record()));
    expect(Object.fromEntries(names.map((name, place) => [name, cells[place]]))).toMatchObject({
      id: 'trc_0000000000000001',
      at: '2026-11-21T00:00:01.000Z',
      route: 'auto',
      stream: 'true',
      code: '',
      provider: 'groq',
      key: 'gsk_abc1...xyz9',
      first_content_ms: '120.4',
      input_tokens: '312',
      attempts: '1',
      skipped: '3',
      waited_ms: '0',
      errors: '',
    });
  });

  test('tells what went wrong', () => {
    const [attempt] = tracedOf(1).record().attempts as [TraceRecord['attempts'][number]];
    const failed = { ...attempt, class: 'rate_limited', status: 429, message: 'Slow down' };
    const silent = { ...attempt, class: 'network', status: 0, message: null };
    expect(cellOf('errors', { attempts: [failed, silent, attempt] })).toBe(
      'groq/openai/gpt-oss-120b rate_limited 429 Slow down; groq/openai/gpt-oss-120b network',
    );
  });

  test.each([
    ['a, b', 'a, b'],
    ['say "x"', 'say "x"'],
    ['two\r\nlines', 'two\r\nlines'],
    ['=1+1', "'=1+1"],
    ['=cmd|"/c calc"!A1', '\'=cmd|"/c calc"!A1'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r=1"],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    // Where a semicolon or a tab parts the cells.
    ['x;=1+1', "x;'=1+1"],
    ['x\t @SUM(A1)', "x\t '@SUM(A1)"],
    ['a=1', 'a=1'],
    ['a; b', 'a; b'],
    ['', ''],
    ['Grüße 😀', 'Grüße 😀'],
  ])('%j as what a client asked for comes out as %j', (asked, cell) => {
    expect(cellOf('asked', { asked })).toBe(cell);
  });
});
