import { setImmediate } from 'node:timers/promises';
import { applyNews, createBucket, hasSameLimit, type Bucket, type BucketSpec } from '../engine/bucket.ts';
import { isMeter } from '../engine/lane-buckets.ts';
import { refundAll, reserveAll, settleAll, type Demand } from '../engine/reserve.ts';
import type { StoredState } from '../engine/states.ts';
import type { Counter } from '../engine/windows.ts';
import { Bounds } from './bounds.ts';
import type { LedgerTables } from '../store/ledger-tables.ts';
import { clearJournal, openJournal, readJournal, type Journal, type JournalRecord } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { OwnedBuckets } from './owned-buckets.ts';
import { sameKind, storedText, type StoredBucket } from './stored-bucket.ts';

export interface MemoryLedgerParts {
  /** Epoch ms; default: the system's. */
  readonly clock?: () => number;
  /** Without these the ledger forgets at its end: simulations and unit tests. */
  readonly durable?: {
    /** Where the journal's two files are. */
    readonly folder: string;
    readonly tables: LedgerTables;
    /** ms between two foldings of the journal into the tables. */
    readonly foldEveryMs: number;
    /** A disk that fails does not stop the service; the owner is told. */
    readonly onError: (error: unknown) => void;
  };
}

const chunk = 200;

/** The ledger of one process: counts in memory, bounds of them in a journal, the journal folded into the tables. */
export function createMemoryLedger({ durable, clock = Date.now }: MemoryLedgerParts = {}): Ledger {
  const buckets = new Map<string, Bucket>();
  const states = new Map<string, StoredState>();
  const recovered = new Map<string, StoredBucket>();
  const bounds = new Bounds();
  const dirtyBuckets = new Set<Bucket>();
  const dirtyStates = new Set<string>();
  const learnedIds = new Map<string, Set<string>>();
  const owned = new OwnedBuckets(of);
  const clean = recover();
  const journal = durable && openJournal(durable.folder);
  const timer = durable && setInterval(() => void fold().catch(durable.onError), durable.foldEveryMs).unref();
  let folding: Promise<void> | null = null;

  /** Moves the journal into the tables and reads them. True = nothing was left in the journal: the counts are exact. */
  function recover(): boolean {
    if (durable === undefined) return true;
    const { tables, folder } = durable;
    const left = readJournal(folder);
    const bucketRows = left.filter(({ kind }) => kind === 'b').map(({ id, json }) => ({ id, state: json }));
    const stateRows = left.filter(({ kind }) => kind === 's').map(({ id, json }) => ({ id, state: json }));
    inChunks(bucketRows, (rows) => tables.writeBuckets(rows, clock()));
    inChunks(stateRows, (rows) => tables.writeStates(rows, clock()));
    clearJournal(folder);
    for (const { id, state } of tables.readBuckets())
      recall(() => recoverBucket(id, JSON.parse(state) as StoredBucket));
    for (const { id, state } of tables.readStates())
      recall(() => states.set(id, JSON.parse(state) as StoredState));
    return left.length === 0;
  }

  function recall(read: () => void): void {
    try {
      read();
    } catch (error) {
      durable?.onError(error);
    }
  }

  function recoverBucket(id: string, stored: StoredBucket): void {
    recovered.set(id, stored);
    owned.recovered(stored.spec);
    if (stored.spec.base === null) noteLearned(stored.spec);
  }

  function noteLearned(spec: BucketSpec): void {
    const place = `${spec.provider}|${spec.owner}|${spec.group}`;
    const ids = learnedIds.get(place) ?? new Set();
    learnedIds.set(place, ids.add(spec.id));
  }

  function of(spec: BucketSpec): Bucket {
    const known = buckets.get(spec.id);
    if (known !== undefined) return hasSameLimit(known.spec, spec) ? known : respecified(known, spec);
    const bucket = createBucket(spec);
    const old = recovered.get(spec.id);
    if (old !== undefined) {
      bucket.learned = old.learned;
      bucket.counter = sameKind(old, spec, clock());
      bucket.uncertain = !clean;
    }
    buckets.set(spec.id, bucket);
    owned.made(bucket);
    if (spec.base === null) noteLearned(spec);
    return bucket;
  }

  /** The owner has changed the limit or its window: what is used stays used. */
  function respecified(bucket: Bucket, spec: BucketSpec): Bucket {
    const { counter, learned } = bucket;
    bucket.counter = sameKind({ spec: bucket.spec, counter, learned }, spec, clock());
    bucket.spec = spec;
    if (spec.base !== null) bucket.learned = null;
    bounds.forget(bucket);
    dirtyBuckets.add(bucket);
    return bucket;
  }

  /** Makes sure that what is written of the buckets bounds them, with one write; most calls find that it does. */
  function coverAll(demands: readonly Demand[], now: number): void {
    if (durable === undefined) return;
    let records: JournalRecord[] | null = null;
    for (const { bucket } of demands) {
      const record = recordFor(bucket, now);
      if (record !== null) (records ??= []).push(record);
    }
    if (records !== null) append(records);
  }

  /** What has to be written of a bucket; null = nothing. */
  function recordFor(bucket: Bucket, now: number, changed = false): JournalRecord | null {
    // A meter has no limit: what it counts only matters while it counts.
    if (bucket.spec.unit === 'concurrent' || isMeter(bucket)) return null;
    dirtyBuckets.add(bucket);
    const counter = bounds.next(bucket, now, changed);
    return counter === null ? null : bucketRecord(bucket, counter);
  }

  function append(records: readonly JournalRecord[]): void {
    recall(() => journal?.append(records));
  }

  /** Writes exact counts into the tables, a chunk a turn of the event loop, and drops the journal they replace. */
  async function fold(): Promise<void> {
    if (durable === undefined || journal === undefined || (dirtyBuckets.size === 0 && dirtyStates.size === 0))
      return;
    folding ??= foldNow(journal, durable.tables).finally(() => (folding = null));
    await folding;
  }

  async function foldNow(turning: Journal, tables: LedgerTables): Promise<void> {
    const old = turning.turn();
    const changed = [...dirtyBuckets];
    const ids = [...dirtyStates];
    dirtyBuckets.clear();
    dirtyStates.clear();
    for (const bucket of changed) bounds.folded(bucket);
    try {
      await writeAll(tables, changed, ids);
    } catch (error) {
      // The tables did not take it: the new file must hold it before the old one goes.
      append(changed.map((bucket) => bucketRecord(bucket, bucket.counter)));
      append(ids.map((id) => stateRecord(id, states.get(id) ?? null)));
      for (const bucket of changed) dirtyBuckets.add(bucket);
      for (const id of ids) dirtyStates.add(id);
      throw error;
    } finally {
      old.drop();
    }
  }

  async function writeAll(
    tables: LedgerTables,
    changed: readonly Bucket[],
    ids: readonly string[],
  ): Promise<void> {
    for (let from = 0; from < changed.length; from += chunk) {
      tables.writeBuckets(changed.slice(from, from + chunk).map(rowOf), clock());
      await setImmediate();
    }
    for (let from = 0; from < ids.length; from += chunk) {
      const rows = ids
        .slice(from, from + chunk)
        .map((id) => ({ id, state: JSON.stringify(states.get(id) ?? null) }));
      tables.writeStates(rows, clock());
      await setImmediate();
    }
  }

  return {
    of,
    learnedFor: (provider, owner, group) =>
      [...(learnedIds.get(`${provider}|${owner}|${group}`) ?? [])].flatMap((id) => {
        const spec = buckets.get(id)?.spec ?? recovered.get(id)?.spec;
        return spec === undefined || id.endsWith('|meter') ? [] : [buckets.get(id) ?? of(spec)];
      }),
    ofOwner: (provider, owner) => owned.ofOwner(provider, owner),
    tell: (bucket, news, now) => {
      applyNews(bucket, news, now);
      if (durable === undefined) return;
      const record = recordFor(bucket, now, news.kind === 'limit' || news.kind === 'window_end');
      if (record !== null) append([record]);
    },
    reserve: (demands, now) => {
      const taken = reserveAll(demands, now);
      if ('spec' in taken) return { refusedBy: taken };
      coverAll(demands, now);
      return taken;
    },
    settle: (reservation, used, now) => {
      settleAll(reservation, used, now);
      coverAll(reservation.demands, now);
    },
    refund: (reservation, now) => {
      refundAll(reservation, now);
      coverAll(reservation.demands, now);
    },
    states: {
      get: (id) => states.get(id),
      put: (id, state) => {
        states.set(id, state);
        dirtyStates.add(id);
        append([stateRecord(id, state)]);
      },
    },
    all: () => buckets.values(),
    close: async () => {
      if (durable === undefined || journal === undefined) return;
      clearInterval(timer);
      await folding;
      await foldNow(journal, durable.tables);
      journal.close();
      clearJournal(durable.folder);
    },
  };
}

function inChunks<T>(rows: readonly T[], write: (rows: readonly T[]) => void): void {
  for (let from = 0; from < rows.length; from += chunk) write(rows.slice(from, from + chunk));
}

function bucketRecord(bucket: Bucket, counter: Counter): JournalRecord {
  return { kind: 'b', id: bucket.spec.id, json: storedText(bucket, counter) };
}

function stateRecord(id: string, state: StoredState | null): JournalRecord {
  return { kind: 's', id, json: JSON.stringify(state) };
}

function rowOf(bucket: Bucket): { id: string; state: string } {
  return { id: bucket.spec.id, state: storedText(bucket, bucket.counter) };
}
