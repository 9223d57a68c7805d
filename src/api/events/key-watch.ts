import { setImmediate } from 'node:timers/promises';
import type { KeyNode, ProviderNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import { dayMs } from '../../shared/utc-day.ts';
import type { KeyView } from '../views/key-view.ts';
import type { KeysChange } from './subscriber.ts';

export interface KeyWatchParts {
  readonly pool: Pool;
  readonly present: (key: KeyNode, now: number) => KeyView;
  readonly scrub: (text: string) => string;
  readonly now: () => number;
  /** A key was found invalid. */
  readonly onInvalid: (key: KeyNode, at: number) => void;
}

/** What was told of a key last. */
interface Told {
  readonly node: KeyNode;
  /** null = it has not been looked at yet. */
  json: string | null;
  /** Epoch ms at which a clock changes how it looks. */
  wakesAt: number;
}

/** Keys that are made readable before others have their turn. */
const pieceSize = 20;
/** Keys that are looked at once a second; the others wait for the next. */
const mostLooked = 100;
/** Which keys look different from what was told last. Only those that were touched are looked at. */
export class KeyWatch {
  readonly #parts: KeyWatchParts;
  readonly #since: number;
  readonly #told = new Map<string, Told>();
  readonly #active = new Map<string, KeyNode | null>();
  readonly #touched = new Set<KeyNode>();
  /** The rest of the ids of accounts whose state has changed: `provider|account`, perhaps with `|model`. */
  readonly #accounts = new Set<string>();
  /** When each was found invalid, as far as that was told. */
  readonly #invalid = new Map<string, number>();
  #version: number;
  #day: number;

  constructor(parts: KeyWatchParts) {
    const { pool, now } = parts;
    this.#parts = parts;
    this.#since = now();
    this.#day = Math.floor(this.#since / dayMs);
    this.#version = pool.version;
    for (const key of pool.keys.values()) if (isShown(key)) this.#told.set(key.id, untold(key));
    for (const { id, active } of pool.providers.values()) this.#active.set(id, active);
  }

  touch(key: KeyNode): void {
    this.#touched.add(key);
  }

  /** `id` as in engine/states.ts. */
  touchState(id: string): void {
    const bar = id.indexOf('|');
    const rest = id.slice(bar + 1);
    if (id.startsWith('account|')) this.#accounts.add(rest);
    const key = id.startsWith('key|') ? this.#parts.pool.keys.get(rest) : undefined;
    if (key !== undefined) this.#touched.add(key);
  }

  /** Learns how all keys look now, so that what does not change is not told. Touched ones are left to `changes`. */
  async learn(isWanted: () => boolean): Promise<void> {
    let looked = 0;
    for (const told of this.#told.values()) {
      if (!isWanted()) return;
      if (told.json !== null || this.#touched.has(told.node)) continue;
      this.#look(told, this.#parts.now());
      looked += 1;
      if (looked % pieceSize === 0) await setImmediate();
    }
  }

  /** What is to be told; null = nothing. */
  async changes(): Promise<KeysChange | null> {
    const { pool, now } = this.#parts;
    const change = new Map<string, string | null>();
    if (this.#version !== pool.version) this.#followPool(change);
    this.#followClock(now());
    this.#followProviders();
    this.#followAccounts();
    let looked = 0;
    for (const key of this.#touched) {
      if (looked === mostLooked) break;
      this.#touched.delete(key);
      const told = this.#told.get(key.id);
      if (told?.node !== key) continue;
      const before = told.json;
      const at = now();
      this.#look(told, at);
      this.#noteInvalid(key, at);
      if (told.json !== before) change.set(key.id, told.json);
      looked += 1;
      if (looked % pieceSize === 0) await setImmediate();
    }
    return change.size === 0 ? null : change;
  }

  #followPool(change: Map<string, string | null>): void {
    const { pool } = this.#parts;
    this.#version = pool.version;
    for (const id of this.#told.keys()) {
      if (pool.keys.has(id)) continue;
      this.#told.delete(id);
      change.set(id, null);
    }
    for (const key of pool.keys.values()) {
      if (!isShown(key) || this.#told.get(key.id)?.node === key) continue;
      this.#told.set(key.id, untold(key));
      this.#touched.add(key);
    }
  }

  /** Rests that end, quotas that come back, and midnight. */
  #followClock(now: number): void {
    const day = Math.floor(now / dayMs);
    const isNewDay = day !== this.#day;
    this.#day = day;
    for (const told of this.#told.values()) if (isNewDay || told.wakesAt <= now) this.#touched.add(told.node);
  }

  /** Which key serves now changes without a word. */
  #followProviders(): void {
    for (const { id, active } of this.#parts.pool.providers.values()) {
      const before = this.#active.get(id) ?? null;
      if (before === active) continue;
      this.#active.set(id, active);
      for (const key of [before, active]) if (key !== null) this.#touched.add(key);
    }
  }

  /** What one key of an account uses, all have used. */
  #followAccounts(): void {
    const shared = new Map<ProviderNode, Set<KeyNode['account']>>();
    for (const { provider, account, spec } of this.#touched) {
      if (spec.account === null) continue;
      const accounts = shared.get(provider) ?? new Set();
      shared.set(provider, accounts.add(account));
    }
    for (const [{ keys }, accounts] of shared)
      for (const key of keys) if (accounts.has(key.account)) this.#touched.add(key);
    if (this.#accounts.size === 0) return;
    const states = [...this.#accounts];
    this.#accounts.clear();
    for (const key of this.#parts.pool.keys.values()) {
      const own = `${key.provider.id}|${key.account.id}`;
      if (states.some((id) => id === own || id.startsWith(`${own}|`))) this.#touched.add(key);
    }
  }

  #look(told: Told, now: number): void {
    const view = this.#parts.present(told.node, now);
    told.json = this.#parts.scrub(JSON.stringify(view));
    told.wakesAt = wakesAt(view, now);
  }

  #noteInvalid(key: KeyNode, now: number): void {
    const { id, invalid } = key;
    if (invalid === null || invalid.at < this.#since || this.#invalid.get(id) === invalid.at) return;
    this.#invalid.set(id, invalid.at);
    this.#parts.onInvalid(key, now);
  }
}

/** What answers without a key has none to show. */
function isShown({ spec }: KeyNode): boolean {
  return spec.secret !== '';
}

function untold(node: KeyNode): Told {
  return { node, json: null, wakesAt: Infinity };
}

/** Epoch ms; what is not used does not come back. */
function wakesAt({ cooling_until: until, quotas }: KeyView, now: number): number {
  const times = quotas.flatMap(({ used, resets_at: resetsAt }) =>
    used > 0 && resetsAt !== null ? [resetsAt] : [],
  );
  if (until !== null) times.push(until);
  const ahead = times.map((time) => Date.parse(time)).filter((at) => at > now);
  return ahead.length === 0 ? Infinity : Math.min(...ahead);
}
