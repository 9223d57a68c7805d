import type { Lane } from '../engine/nodes.ts';
import { runsHere } from '../engine/runs-here.ts';
import { dayMs, utcDay } from '../shared/utc-day.ts';
import { addCounts, noCounts, type Writable } from '../store/usage-counts.ts';
import type { UsageRepository, UsageRow } from '../store/usage.ts';
import type { ClientTally } from './client-tally.ts';
import { DayTotals, type KeyToday, type Today } from './day-totals.ts';
import type { RelayEvent, RelayListener } from './events.ts';

/** Counts what the relay does: in memory at once, in the tables every few seconds, never on the way of a request. */
export interface Tally {
  readonly listen: RelayListener;
  today(): Today;
  servedToday(provider: string): number;
  keyToday(keyId: string): KeyToday;
  /** A client's key was shown. */
  saw(client: string): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface TallyParts {
  readonly usage: Pick<UsageRepository, 'addUsage' | 'usageOf'>;
  /** Absent = clients are not told apart. */
  readonly clients?: ClientTally;
  readonly now: () => number;
  readonly flushEveryMs: number;
  readonly onError: (error: unknown) => void;
}

type Served = Extract<RelayEvent, { kind: 'served' }>;
type Counts = Writable<UsageRow>;

/** Whom something is counted for. A request that no lane answered has no provider of its own. */
interface Place {
  readonly provider: string;
  readonly model: string;
  readonly keyId: string;
  readonly local: boolean;
}

const nobody: Place = { provider: '', model: '', keyId: '', local: false };
/** Calls of Noria itself come over no surface. */
const noApp = 'other';

export async function openTally({ usage, clients, now, flushEveryMs, onError }: TallyParts): Promise<Tally> {
  let day = utcDay(now());
  let dayEndsAt = dayEnd(now());
  let totals = new DayTotals(await usage.usageOf(day));
  /** By app, then by lane; null = no lane answered. */
  const pending = new Map<string, Map<Lane | null, Counts>>();
  /** That could not be written, by what they are of: they go with the next. */
  const unwritten = new Map<string, Counts>();
  const timer = setInterval(() => void flush().catch(onError), flushEveryMs).unref();

  function listen(event: RelayEvent): void {
    switch (event.kind) {
      case 'served': {
        const row = rowOf(event, event.lane);
        row.promptTokens += event.inputTokens;
        row.completionTokens += event.outputTokens;
        if (isOwnCall(event)) return;
        const saved = savedMicros(event.lane, event.inputTokens, event.outputTokens);
        row.requests += 1;
        row.successes += 1;
        row.savedUsdMicros += saved;
        addTimes(row, event);
        totals.served(row, saved);
        clients?.served(event, day);
        return;
      }
      case 'failed': {
        const row = rowOf(event, event.lane);
        row.failures += 1;
        totals.attemptFailed(row);
        return;
      }
      case 'gave_up': {
        if (isOwnCall(event) || isCallersOwn(event)) return;
        const row = rowOf(event, null);
        row.requests += 1;
        row.failures += 1;
        totals.requestFailed();
        clients?.failed(event, day);
        return;
      }
      default:
    }
  }

  function rowOf({ app }: { readonly app: string | null }, lane: Lane | null): Counts {
    turnDay();
    const name = app ?? noApp;
    let rows = pending.get(name);
    if (rows === undefined) pending.set(name, (rows = new Map()));
    let row = rows.get(lane);
    if (row === undefined)
      rows.set(lane, (row = emptyRow({ day, app: name, ...(lane === null ? nobody : lanePlace(lane)) })));
    return row;
  }

  function turnDay(): void {
    const at = now();
    if (at < dayEndsAt) return;
    const today = utcDay(at);
    dayEndsAt = dayEnd(at);
    if (today === day) return;
    void flush().catch(onError);
    day = today;
    totals = new DayTotals([]);
  }

  async function flush(): Promise<void> {
    const rows = [...unwritten.values(), ...[...pending.values()].flatMap((lanes) => [...lanes.values()])];
    pending.clear();
    unwritten.clear();
    try {
      if (rows.length > 0) await usage.addUsage(rows);
    } catch (error) {
      for (const row of rows) keep(unwritten, row);
      throw error;
    }
    await clients?.flush();
  }

  return {
    listen,
    today: () => {
      turnDay();
      return totals.today();
    },
    servedToday: (provider) => {
      turnDay();
      return totals.servedBy(provider);
    },
    keyToday: (keyId) => {
      turnDay();
      return totals.key(keyId);
    },
    saw: (client) => clients?.saw(client),
    flush,
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

/** A call of Noria itself has used its tokens, and is nobody's request: neither served nor saved. */
function isOwnCall({ purpose }: { readonly purpose: string | null }): boolean {
  return purpose !== null;
}

/** Whoever leaves, asks for what cannot be or for more than is his has not been failed. */
function isCallersOwn({ code, isOverLimit }: Extract<RelayEvent, { kind: 'gave_up' }>): boolean {
  return isOverLimit || code === 'client_closed' || code === 'invalid_request' || code === 'forbidden';
}

function lanePlace({ key, node }: Lane): Place {
  return {
    provider: node.provider.id,
    model: node.model.id,
    keyId: key.id,
    local: runsHere(node),
  };
}

/** What the same tokens would have cost at the model's list price; a paid provider saves nothing. */
function savedMicros({ node }: Lane, input: number, output: number): number {
  const price = node.model.usdPerMillion;
  return price === undefined || node.provider.spec.def.tier === 'paid'
    ? 0
    : input * price[0] + output * price[1];
}

function addTimes(row: Counts, { tookMs, firstTokenMs }: Served): void {
  row.timed += 1;
  row.tookMs += tookMs;
  if (firstTokenMs === null) return;
  row.firstTokens += 1;
  row.firstTokenMs += firstTokenMs;
}

/** One row for what is of the same, however long nothing can be written. */
function keep(rows: Map<string, Counts>, row: Counts): void {
  const { day, provider, model, keyId, app } = row;
  const id = [day, provider, model, keyId, app].join('\n');
  const known = rows.get(id);
  if (known === undefined) rows.set(id, row);
  else addCounts(known, row);
}

function emptyRow(place: Place & { readonly day: string; readonly app: string }): Counts {
  return { ...place, ...noCounts };
}

/** Epoch ms of the next midnight in UTC. */
function dayEnd(now: number): number {
  return (Math.floor(now / dayMs) + 1) * dayMs;
}
