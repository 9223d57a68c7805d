import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { traceId, tracedOf, tracesStartAt } from '../../../tests/support/traced.ts';
import { openStore } from '../../store/open-store.ts';
import type { TraceRepository } from '../../store/traces.ts';
import type { TraceRecord } from './trace-record.ts';
import { createTraces, type Traces, type TracesParts } from './traces.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

function storeOf(path = ':memory:') {
  const store = openStore(path);
  open.push(async () => store.close());
  return store;
}

function tracesOf(parts: Partial<TracesParts> = {}) {
  const errors: unknown[] = [];
  const traces = createTraces({
    repository: parts.repository ?? storeOf().traces,
    scrub: (text) => text,
    flushEveryMs: 3_000,
    kept: 1_000,
    onError: (error) => errors.push(error),
    ...parts,
  });
  open.push(async () => traces.close());
  return { traces, errors };
}

function addAll(
  traces: Traces,
  from: number,
  to: number,
  over?: (number: number) => Partial<TraceRecord>,
): void {
  for (let number = from; number <= to; number += 1) traces.add(tracedOf(number, over?.(number)));
}

async function ids(traces: Traces, query: Partial<Parameters<Traces['list']>[0]> = {}): Promise<string[]> {
  return (await traces.list({ limit: 500, ...query })).map(({ id }) => id);
}

/** From one number down to another. */
function idsDown(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_, index) => traceId(from - index));
}

const failed = { outcome: 'failed', code: 'pool_exhausted', provider: null, model: null, key: null } as const;

describe('in memory', () => {
  test('traces are listed the newest first, in whatever order their requests ended', async () => {
    const { traces } = tracesOf({ kept: 0 });
    for (const number of [2, 5, 1, 4, 3]) traces.add(tracedOf(number));
    expect(await ids(traces)).toEqual(idsDown(5, 1));
    expect(await ids(traces, { limit: 2 })).toEqual(idsDown(5, 4));
  });

  test('the last 2,000 are kept, and with no table no others', async () => {
    const { traces } = tracesOf({ kept: 0 });
    addAll(traces, 1, 5_300);
    await traces.flush();
    expect(await traces.get(traceId(3_301))).toMatchObject({ id: traceId(3_301) });
    expect(await traces.get(traceId(3_300))).toBeNull();
    expect(await ids(traces, { before: { id: traceId(3_310) } })).toEqual(idsDown(3_309, 3_301));
  });

  test('a trace is made readable only when somebody looks', () => {
    const { traces } = tracesOf({ kept: 0 });
    const record = vi.fn<() => TraceRecord>(() => tracedOf(1).record());
    for (let number = 1; number <= 4_500; number += 1) traces.add({ ...tracedOf(number), record });
    expect(record).not.toHaveBeenCalled();
  });

  test('one that was just added shows how it is now', async () => {
    const { traces } = tracesOf();
    let outcome: TraceRecord['outcome'] = 'served';
    traces.add({ ...tracedOf(1), record: () => ({ ...tracedOf(1).record(), outcome }) });
    await traces.flush();
    outcome = 'interrupted';
    expect(await traces.get(traceId(1))).toMatchObject({ outcome: 'interrupted' });
    expect(await traces.list({ limit: 5 })).toMatchObject([{ outcome: 'interrupted' }]);
  });

  test('what has left the ring and waits for the table is found all the same', async () => {
    const { traces } = tracesOf();
    traces.add(tracedOf(1, failed));
    addAll(traces, 2, 4_100);
    expect(await traces.get(traceId(1))).toMatchObject({ outcome: 'failed' });
    expect(await ids(traces, { outcome: 'failed' })).toEqual([traceId(1)]);
  });
});

describe('the table', () => {
  test('takes all of few, and a restart finds them again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'noria-traces-'));
    const path = join(folder, 'noria.sqlite');
    {
      await using store = openStore(path);
      const { traces } = tracesOf({ repository: store.traces });
      addAll(traces, 1, 200);
      await traces.close();
    }
    await using store = openStore(path);
    const { traces } = tracesOf({ repository: store.traces });
    addAll(traces, 201, 203);
    expect(await ids(traces)).toEqual(idsDown(203, 1));
    expect(await traces.get(traceId(7))).toEqual({ ...tracedOf(7).record(), bodies: null });
    await traces.close();
    rmSync(folder, { recursive: true });
  });

  test('takes at most 300 at once: all that tell something, and of the rest some of every moment', async () => {
    const store = storeOf();
    const { traces } = tracesOf({ repository: store.traces });
    addAll(traces, 1, 12_000, (number) => (number % 100 === 0 ? failed : {}));
    await traces.flush();
    const rows = (await store.traces.find({}, 1_000)).map((json) => JSON.parse(json) as TraceRecord);
    expect(rows).toHaveLength(300);
    expect(rows.filter(({ outcome }) => outcome === 'failed')).toHaveLength(120);
    for (let from = 1; from < 12_000; from += 1_000) {
      const some = rows.filter(({ id }) => id >= traceId(from) && id < traceId(from + 1_000));
      expect(some.filter(({ outcome }) => outcome === 'served').length).toBeGreaterThan(5);
    }
  });

  test('has no room for plain ones while more than 300 tell something', async () => {
    const store = storeOf();
    const { traces } = tracesOf({ repository: store.traces });
    addAll(traces, 1, 1_000, (number) => (number % 2 === 0 ? failed : {}));
    await traces.flush();
    expect(await store.traces.find({ outcome: 'served' }, 500)).toHaveLength(0);
    expect(await store.traces.find({}, 500)).toHaveLength(300);
  });

  test('takes each trace once, and keeps the newest of what it may keep', async () => {
    const store = storeOf();
    const { traces } = tracesOf({ repository: store.traces, kept: 250 });
    for (let from = 1; from <= 301; from += 100) {
      addAll(traces, from, from + 99);
      await traces.flush();
    }
    await traces.flush();
    const kept = (await store.traces.find({}, 500)).map((json) => (JSON.parse(json) as TraceRecord).id);
    expect(kept).toEqual(idsDown(400, 151));
  });

  test('is emptied when none are to be kept any more', async () => {
    const store = storeOf();
    const { traces } = tracesOf({ repository: store.traces });
    addAll(traces, 1, 20);
    await traces.flush();
    const { traces: none } = tracesOf({ repository: store.traces, kept: 0 });
    await none.flush();
    expect(await store.traces.find({}, 500)).toEqual([]);
  });

  test('is written by the clock', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const store = storeOf();
    const { traces } = tracesOf({ repository: store.traces });
    addAll(traces, 1, 3);
    vi.advanceTimersByTime(3_000);
    vi.useRealTimers();
    await traces.flush();
    expect(await store.traces.find({}, 500)).toHaveLength(3);
  });
});

describe('memory and table as one', () => {
  test('pages meet without a gap and without a double', async () => {
    const { traces } = tracesOf({ kept: 5_000 });
    for (let from = 1; from <= 3_801; from += 200) {
      addAll(traces, from, from + 199);
      await traces.flush();
    }
    const seen: string[] = [];
    for (let page = await ids(traces); page.length > 0;) {
      seen.push(...page);
      const last = page.at(-1) ?? '';
      addAll(traces, 5_000 + seen.length, 5_000 + seen.length);
      page = await ids(traces, { before: { id: last } });
    }
    expect(seen).toEqual(idsDown(4_000, 1));
  });

  test('a page can begin before a time', async () => {
    const { traces } = tracesOf();
    addAll(traces, 1, 10);
    await traces.flush();
    addAll(traces, 11, 20);
    const at = tracesStartAt + 12_000;
    expect(await ids(traces, { before: { at }, limit: 3 })).toEqual(idsDown(11, 9));
  });

  test.each([
    [{ outcome: 'failed' }, [3]],
    [{ code: 'pool_exhausted' }, [3]],
    [{ provider: 'mistral' }, [2]],
    [{ provider: 'groq', model: 'small' }, []],
    [{ route: 'auto:fast' }, [2]],
    [{ strategy: 'race' }, [2]],
    [{ client: 'cli_a' }, [3]],
    [{ key: 'abcd...wxyz', strategy: 'race' }, [2]],
    [{ key: 'abcd...wxyz', strategy: 'hedge' }, []],
    [{ from: tracesStartAt + 2_000 }, [3, 2]],
    [{ until: tracesStartAt + 2_000 }, [1]],
    [{ from: tracesStartAt + 2_000, until: tracesStartAt + 2_001 }, [2]],
    [{ from: tracesStartAt + 9_000 }, []],
    [{ before: { at: tracesStartAt + 3_000 }, from: tracesStartAt + 2_000 }, [2]],
    [{ before: { id: traceId(3) }, until: tracesStartAt + 2_000 }, [1]],
    [{ text: 'Capacity EXCEEDED' }, [3]],
    [{ text: 'mistral/small' }, [2]],
    [{ text: 'groq/openai' }, [3, 2, 1]],
    [{ text: 'at_ms' }, []],
    [{ text: '%' }, []],
  ])('%j finds the same in both', async (query, numbers) => {
    const store = storeOf();
    const { traces } = tracesOf({ repository: store.traces });
    traces.add(tracedOf(1));
    const raced = { route: 'auto:fast', strategy: 'race', key: 'abcd...wxyz' } as const;
    traces.add(tracedOf(2, { provider: 'mistral', model: 'small', ...raced }));
    traces.add(tracedOf(3, { ...failed, client: 'cli_a', notes: [{ at_ms: 1, text: 'capacity exceeded' }] }));
    expect(await ids(traces, query)).toEqual(numbers.map(traceId));
    await traces.flush();
    const { traces: afterwards } = tracesOf({ repository: store.traces });
    expect(await ids(afterwards, query)).toEqual(numbers.map(traceId));
  });
});

describe('what can go wrong', () => {
  function failing(repository: TraceRepository): TraceRepository & { broken: boolean } {
    const disk = {
      ...repository,
      broken: true,
      write: async (...args: Parameters<TraceRepository['write']>) => {
        if (disk.broken) throw new Error('disk full');
        return repository.write(...args);
      },
    };
    return disk;
  }

  test('a failing disk is told, nothing in memory is lost, and it is written once it can be', async () => {
    const store = storeOf();
    const disk = failing(store.traces);
    const { traces, errors } = tracesOf({ repository: disk });
    addAll(traces, 1, 100);
    await traces.flush();
    addAll(traces, 101, 150);
    await traces.flush();
    expect(errors).toEqual([new Error('disk full'), new Error('disk full')]);
    expect(await ids(traces)).toEqual(idsDown(150, 1));
    disk.broken = false;
    await traces.flush();
    expect(await store.traces.find({}, 500)).toHaveLength(150);
  });

  test('a trace that cannot be made readable keeps no other from the table', async () => {
    const store = storeOf();
    const { traces, errors } = tracesOf({ repository: store.traces });
    const broken = (): never => {
      throw new Error('broken');
    };
    traces.add({ ...tracedOf(1), record: broken });
    traces.add(tracedOf(2));
    await traces.flush();
    expect(errors).toEqual([new Error('broken')]);
    expect(await store.traces.find({}, 500)).toHaveLength(1);
  });

  test('no secret reaches the disk or the outside, quotes around it or not', async () => {
    const store = storeOf();
    const scrub = (text: string): string =>
      text.replaceAll('plantedsecret"', '"').replaceAll('plantedsecret', '***');
    const { traces } = tracesOf({ repository: store.traces, scrub });
    traces.add(tracedOf(1, { asked: 'plantedsecret', notes: [{ at_ms: 1, text: 'said "plantedsecret"' }] }));
    const shown = await traces.list({ limit: 1 });
    await traces.flush();
    const rows = JSON.stringify(await store.db.selectFrom('traces').selectAll().execute());
    expect(shown).toMatchObject([{ asked: '***' }]);
    for (const text of [JSON.stringify(shown), JSON.stringify(await traces.get(traceId(1))), rows])
      expect(text).not.toContain('plantedsecret');
  });

  test('a text as long as a body is cut', async () => {
    const { traces } = tracesOf();
    traces.add(tracedOf(1, { asked: 'x'.repeat(1_000_000) }));
    expect((await traces.get(traceId(1)))?.asked).toHaveLength(2_000);
  });
});
