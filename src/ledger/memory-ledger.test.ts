import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { spareOf } from '../engine/bucket.ts';
import type { Window } from '../catalog/types.ts';
import { ledgerTables } from '../store/ledger-tables.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { ledgerContract, specFor } from './ledger-contract.ts';
import type { Ledger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';

// Early in a minute: no test walks over the turn of a window without meaning to.
const now = Math.floor(Date.now() / 60_000) * 60_000 + 1_000;
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A data folder that outlives the ledgers opened on it. `crash` leaves everything as a kill -9 would. */
function folder(): { open(): Ledger; path: string } {
  const path = mkdtempSync(join(tmpdir(), 'noria-ledger-'));
  closing.push(() => rmSync(path, { recursive: true, force: true }));
  let store: Store | null = null;
  return {
    path,
    open: () => {
      void store?.close();
      store = openStore(join(path, 'noria.sqlite'));
      const opened = store;
      closing.unshift(() => void opened.close());
      return createMemoryLedger({
        durable: {
          folder: path,
          tables: ledgerTables(opened.ledger),
          foldEveryMs: 1e9,
          onError: (error) => expect.fail(String(error)),
        },
      });
    },
  };
}

function take(ledger: Ledger, name: string, amount: number, at = now): boolean {
  const taken = ledger.reserve([{ bucket: ledger.of(specFor(name, 1_000)), amount }], at);
  return !('refusedBy' in taken);
}

describe('without a disk', () => ledgerContract(() => createMemoryLedger()));
describe('with a journal', () => ledgerContract(() => folder().open()));

describe('after a crash', () => {
  it('no counter is below what was taken, for any kind of window and any traffic', () => {
    const windows: Window[] = [
      { kind: 'refill', length: 'hour' },
      { kind: 'fixed', length: 'day', zone: 'UTC' },
      { kind: 'rolling', length: 'hour' },
      { kind: 'first_use', length: 'hour' },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...windows),
        fc.array(
          fc.tuple(
            fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 700 })),
            fc.integer({ min: 1, max: 5 }),
            fc.constantFrom('keep', 'settle', 'refund'),
          ),
          { minLength: 1, maxLength: 60 },
        ),
        (window, calls) => {
          const disk = folder();
          const spec = { ...specFor('any', 500), id: 'p|acc|any|requests|all|x', window };
          const first = disk.open();
          const bucket = first.of(spec);
          let at = now;
          for (const [pause, amount, end] of calls) {
            at += pause;
            const taken = first.reserve([{ bucket, amount }], at);
            if (taken instanceof Promise || 'refusedBy' in taken) continue;
            if (end === 'settle') void first.settle(taken, [amount + 1], at);
            if (end === 'refund') void first.refund(taken, at);
          }
          const second = disk.open();
          const recovered = second.of(spec);
          for (const later of [0, 1_000, 600_000, 3_500_000]) {
            expect(spareOf(recovered, at + later)).toBeLessThanOrEqual(spareOf(bucket, at + later) + 1e-6);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('costs a slow bucket nothing: its count is exact', () => {
    const disk = folder();
    const first = disk.open();
    for (let call = 0; call < 7; call += 1) take(first, 'slow', 1, now + call * 1_000);
    expect(spareOf(disk.open().of(specFor('slow', 1_000)), now + 7_000)).toBe(993);
  });

  it.each([
    { kind: 'rolling', length: 'hour' },
    { kind: 'refill', length: 'hour' },
    { kind: 'fixed', length: 'day', zone: 'UTC' },
  ] as const)('of a bucket that is busy for long few bounds had to be written: $kind', (window) => {
    const disk = folder();
    const first = disk.open();
    const bucket = first.of({ ...specFor('steady', 1e6), id: 'p|acc|steady|requests|all|x', window });
    const calls = 4_000;
    for (let call = 0; call < calls; call += 1) void first.reserve([{ bucket, amount: 1 }], now + call);
    const [journal = ''] = readdirSync(disk.path).filter((name) => name.endsWith('.journal'));
    const written = readFileSync(join(disk.path, journal), 'utf8').split('\n').length - 1;
    expect(written).toBeGreaterThan(0);
    // Ten a second, and those until its pace is known.
    expect(written).toBeLessThan(60);
  });

  it('costs a busy bucket at most a twentieth of its limit', () => {
    const disk = folder();
    const first = disk.open();
    for (let call = 0; call < 300; call += 1) take(first, 'busy', 1);
    const spare = spareOf(disk.open().of(specFor('busy', 1_000)), now);
    expect(spare).toBeLessThanOrEqual(700);
    expect(spare).toBeGreaterThanOrEqual(650);
  });

  it('a header may raise again what the crash left uncertain, less what is in flight', () => {
    const disk = folder();
    const first = disk.open();
    for (let call = 0; call < 300; call += 1) take(first, 'busy', 1);
    const second = disk.open();
    const bucket = second.of(specFor('busy', 1_000));
    take(second, 'busy', 2);
    second.tell(bucket, { kind: 'remaining', amount: 700 }, now);
    expect(spareOf(bucket, now)).toBe(698);
    second.tell(bucket, { kind: 'remaining', amount: 900 }, now);
    expect(spareOf(bucket, now)).toBe(698);
  });

  it('keeps states, learned limits and their buckets', () => {
    const disk = folder();
    const first = disk.open();
    first.states.put('key|k1', { invalid: { reason: 'revoked', at: now } });
    first.tell(first.of({ ...specFor('learned', 0), base: null }), { kind: 'limit', amount: 42 }, now);
    const second = disk.open();
    expect(second.states.get('key|k1')).toEqual({ invalid: { reason: 'revoked', at: now } });
    expect(second.learnedFor('p', 'acc', 'learned').map((bucket) => spareOf(bucket, now))).toEqual([42]);
  });

  it('keeps what it recovered over a second crash that touched nothing', () => {
    const disk = folder();
    take(disk.open(), 'twice', 10);
    disk.open();
    expect(spareOf(disk.open().of(specFor('twice', 1_000)), now)).toBe(990);
  });

  it('reads past a last line that the crash cut in the middle', () => {
    const disk = folder();
    const first = disk.open();
    take(first, 'whole', 3);
    take(first, 'cut', 3);
    const file = join(disk.path, 'ledger-1.journal');
    truncateSync(file, readFileSync(file).length - 10);
    expect(spareOf(disk.open().of(specFor('whole', 1_000)), now)).toBe(997);
  });
});

describe('after an orderly end', () => {
  it('is exact, and certain', async () => {
    const disk = folder();
    const first = disk.open();
    for (let call = 0; call < 300; call += 1) take(first, 'busy', 1);
    await first.close();
    const bucket = disk.open().of(specFor('busy', 1_000));
    expect(spareOf(bucket, now)).toBe(700);
    expect(bucket.uncertain).toBe(false);
  });
});
