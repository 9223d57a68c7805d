import type { Lane } from '../engine/nodes.ts';
import type { UsageRepository, UsageRow } from '../store/usage.ts';
import type { ClientTally } from './client-tally.ts';
import type { RelayEvent, RelayListener } from './events.ts';

/** What today came to, for the health page. */
export interface Today {
  readonly requests: number;
  readonly free_requests: number;
  readonly local_requests: number;
  readonly failures: number;
  /** US dollars, against list prices. */
  readonly saved_usd: number;
}

/** Counts what the relay does: in memory at once, in the tables every few seconds, never on the way of a request. */
export interface Tally {
  readonly listen: RelayListener;
  today(): Today;
  servedToday(provider: string): number;
  /** A client's key was shown. */
  saw(client: string): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface TallyParts {
  readonly usage: UsageRepository;
  /** Absent = clients are not told apart. */
  readonly clients?: ClientTally;
  readonly now: () => number;
  readonly flushEveryMs: number;
  readonly onError: (error: unknown) => void;
}

type Counts = { -readonly [Name in keyof UsageRow]: UsageRow[Name] };

/** Whom something is counted for. A request that no lane answered has no provider of its own. */
interface Place {
  readonly provider: string;
  readonly model: string;
  readonly keyId: string;
  readonly local: boolean;
}

const nobody: Place = { provider: '', model: '', keyId: '', local: false };

export async function openTally({ usage, clients, now, flushEveryMs, onError }: TallyParts): Promise<Tally> {
  let day = dayOf(now());
  let dayEndsAt = dayEnd(now());
  let totals = totalsOf(await usage.usageOf(day));
  /** By lane; null = no lane answered. */
  const pending = new Map<Lane | null, Counts>();
  const timer = setInterval(() => void flush().catch(onError), flushEveryMs).unref();

  function listen(event: RelayEvent): void {
    switch (event.kind) {
      case 'served': {
        const row = rowOf(event.lane);
        row.promptTokens += event.inputTokens;
        row.completionTokens += event.outputTokens;
        if (isOwnCall(event)) return;
        const saved = savedMicros(event.lane, event.inputTokens, event.outputTokens);
        row.requests += 1;
        row.successes += 1;
        row.savedUsdMicros += saved;
        addServed(totals, row, saved);
        clients?.served(event, day);
        return;
      }
      case 'failed':
        rowOf(event.lane).failures += 1;
        return;
      case 'gave_up': {
        if (isOwnCall(event) || isCallersOwn(event)) return;
        const row = rowOf(null);
        row.requests += 1;
        row.failures += 1;
        totals.requests += 1;
        totals.failures += 1;
        clients?.failed(event, day);
        return;
      }
      default:
    }
  }

  function rowOf(lane: Lane | null): Counts {
    turnDay();
    let row = pending.get(lane);
    if (row === undefined) pending.set(lane, (row = emptyRow(day, lane === null ? nobody : lanePlace(lane))));
    return row;
  }

  function turnDay(): void {
    const at = now();
    if (at < dayEndsAt) return;
    const today = dayOf(at);
    dayEndsAt = dayEnd(at);
    if (today === day) return;
    void flush().catch(onError);
    day = today;
    totals = totalsOf([]);
  }

  async function flush(): Promise<void> {
    const rows = [...pending.values()];
    pending.clear();
    if (rows.length > 0) await usage.addUsage(rows);
    await clients?.flush();
  }

  return {
    listen,
    today: () => {
      turnDay();
      const { saved_micros, byProvider: _, ...rest } = totals;
      return { ...rest, saved_usd: Math.round(saved_micros) / 1e6 };
    },
    servedToday: (provider) => {
      turnDay();
      return totals.byProvider.get(provider) ?? 0;
    },
    saw: (client) => clients?.saw(client),
    flush,
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

interface Totals {
  requests: number;
  free_requests: number;
  local_requests: number;
  failures: number;
  saved_micros: number;
  readonly byProvider: Map<string, number>;
}

function totalsOf(rows: readonly UsageRow[]): Totals {
  const totals: Totals = {
    requests: 0,
    free_requests: 0,
    local_requests: 0,
    failures: 0,
    saved_micros: 0,
    byProvider: new Map(),
  };
  for (const row of rows) {
    totals.requests += row.requests;
    totals.saved_micros += row.savedUsdMicros;
    // A failed attempt of a request that was served in the end is no failure of the day.
    if (row.provider === '') totals.failures += row.failures;
    countServed(totals, row, row.successes);
    if (row.local || row.savedUsdMicros > 0) totals.free_requests += row.successes;
  }
  return totals;
}

function addServed(totals: Totals, place: Place, savedUsdMicros: number): void {
  totals.requests += 1;
  totals.saved_micros += savedUsdMicros;
  countServed(totals, place, 1);
  if (place.local || savedUsdMicros > 0) totals.free_requests += 1;
}

function countServed(totals: Totals, { provider, local }: Place, served: number): void {
  totals.byProvider.set(provider, (totals.byProvider.get(provider) ?? 0) + served);
  if (local) totals.local_requests += served;
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
    local: node.provider.spec.def.tier === 'local',
  };
}

/** What the same tokens would have cost at the model's list price; a paid provider saves nothing. */
function savedMicros({ node }: Lane, input: number, output: number): number {
  const price = node.model.usdPerMillion;
  return price === undefined || node.provider.spec.def.tier === 'paid'
    ? 0
    : input * price[0] + output * price[1];
}

function emptyRow(day: string, place: Place): Counts {
  return {
    day,
    ...place,
    requests: 0,
    successes: 0,
    failures: 0,
    promptTokens: 0,
    completionTokens: 0,
    savedUsdMicros: 0,
  };
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** Epoch ms of the next midnight in UTC. */
function dayEnd(now: number): number {
  return (Math.floor(now / dayMs) + 1) * dayMs;
}

const dayMs = 86_400_000;
