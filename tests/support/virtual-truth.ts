import { createLimitBook, type Cost, type LimitBook } from '../../fleet/counters/limit-book.ts';
import type { SimLimit, SimWindow } from '../../fleet/sim-spec.ts';
import type { Window, WindowLength } from '../../src/catalog/types.ts';
import type { PlainLimit } from '../../src/engine/nodes.ts';
import type { ChatCall } from '../../src/upstream/wire.ts';
import type { WorldProvider } from './world.ts';

/** What one call takes, as its provider counts it. */
export type CallTokens = Pick<Cost, 'inputTokens' | 'outputTokens'>;

/** Where all calls come from. */
const address = '198.51.100.1';

/** Ends a call with what it really took. */
export type Release = (used: CallTokens, now: number) => void;

/** The providers' own books: they know nothing of ours, only the same limits. */
export interface VirtualTruth {
  /** Books a call that has come, or says the units of the limits that have no room for it. */
  arrive(call: ChatCall, now: number): Release | readonly string[];
  /** What is counted of a provider's limit, by its place in the list. */
  used(provider: string, place: number, owner: Owner, now: number): number;
}

/** Whose counter it is. */
export interface Owner {
  readonly key: string;
  readonly account: string;
}

export function createVirtualTruth(providers: readonly WorldProvider[]): VirtualTruth {
  const books = new Map<string, LimitBook>(
    providers.map(({ id, limits, def }) => [
      id,
      createLimitBook(limits.map((limit) => truthOf(limit, def?.quota?.scope ?? 'account'))),
    ]),
  );
  const accounts = new Map<string, string>(
    providers.flatMap(({ keys }) => keys.map(({ id, account }) => [`secret-${id}`, account ?? id] as const)),
  );
  const scopes = new Map(providers.map(({ id, def }) => [id, def?.quota?.scope ?? 'account']));
  const accountOf = ({ secret }: ChatCall): string => accounts.get(secret) ?? secret;

  return {
    used: (provider, place, { key, account }, now) => {
      const owner = { account, key: `secret-${key}`, ip: address }[scopes.get(provider) ?? 'account'];
      return books.get(provider)?.used(place, owner, now) ?? 0;
    },
    arrive: (call, now) => {
      const isByAddress = call.provider.quota.scope === 'ip';
      const caller = {
        key: isByAddress ? '' : call.secret,
        account: accountOf(call),
        ip: address,
        model: call.model,
      };
      const admission = books.get(call.provider.id)?.admit(caller, costOf(admittedTokens(call)), now);
      if (admission === undefined) return () => {};
      if (!admission.admitted) return admission.blocking.map(({ limit }) => limit.unit);
      return (used, endedAt) => admission.ticket.settle(costOf(used), endedAt);
    },
  };
}

/** What every call takes in the end: as the engine expects it before it has learned anything. */
export function expectedTokens({ body }: ChatCall): CallTokens {
  const chars = (body.messages ?? []).reduce((sum, { content }) => sum + 16 + String(content).length, 0);
  const bound = typeof body['max_tokens'] === 'number' ? body['max_tokens'] : 400;
  return { inputTokens: Math.ceil(chars / 3.6) + 8, outputTokens: Math.min(400, bound) };
}

/** What has to fit when a call comes: some take all of `max_tokens` and give back what was not used. */
function admittedTokens(call: ChatCall): CallTokens {
  const expected = expectedTokens(call);
  const asked = call.body['max_tokens'];
  if (call.provider.quota.reservesMaxTokens !== true || typeof asked !== 'number') return expected;
  return { ...expected, outputTokens: Math.min(asked, call.maxTokens ?? Infinity) };
}

function costOf(tokens: CallTokens): Cost {
  return { ...tokens, seconds: 0, neurons: 0, usd: 0 };
}

function truthOf({ unit, side, amount, window }: PlainLimit, per: SimLimit['per']): SimLimit {
  return { unit, amount, window: windowOf(window), per, ...(side === undefined ? {} : { side }) };
}

/** By its own table: a slip in ours must not be in its mirror as well. */
const lengths: Readonly<Record<WindowLength, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 2_592_000_000,
};

function windowOf(window: Window): SimWindow {
  if (window.kind === 'in_flight') return { kind: 'in_flight', ms: 0 };
  const ms = lengths[window.length];
  if (window.kind === 'fixed') return { kind: 'fixed', ms, calendar: window.length, zone: window.zone };
  return { kind: window.kind, ms };
}
