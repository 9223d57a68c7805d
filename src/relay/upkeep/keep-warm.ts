import type { Pool } from '../../engine/pool.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import type { RelayListener } from '../events.ts';
import type { Relay } from '../relay.ts';
import { warmTarget } from './warm-target.ts';

export interface KeepWarmParts {
  readonly pool: Pool;
  readonly relay: Pick<Relay, 'chat'>;
  readonly clock: Clock;
  /** In [0, 1): no two providers, and no two nodes, beat together. */
  readonly random: () => number;
  /** Provider → longest idle time of its model, ms. */
  readonly intervals: ReadonlyMap<string, number>;
  readonly onEvent: (event: KeepWarmEvent) => void;
}

export type KeepWarmEvent =
  | { readonly kind: 'warmed'; readonly provider: string; readonly model: string; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly provider: string; readonly model: string; readonly error: unknown }
  | { readonly kind: 'left_alone'; readonly provider: string; readonly reason: string };

/** Keeps models loaded that are unloaded when nobody asks: for those providers alone that the owner named. */
export interface KeepWarm {
  start(): void;
  /** Hears what the relay does: a model that is in use needs no warming. */
  readonly listen: RelayListener;
  /** Resolves when the calls that run have ended. */
  close(): Promise<void>;
}

/** One provider that is kept warm. */
interface Fire {
  readonly provider: string;
  readonly everyMs: number;
  /** `everyMs`, and more while warming fails. */
  intervalMs: number;
  /** Epoch ms from which this round counts its idle time. */
  beganAt: number;
  /** Epoch ms of the last call to it, and the model that answered last. */
  usedAt: number;
  model: string | null;
  /** Set between calls. */
  timer: Timer | null;
  /** Set while a call runs; there is never a second one. */
  call: { readonly stop: AbortController; readonly end: Promise<void> } | null;
}

/** After a start nothing is loaded; and where starts are frequent, no long first round would ever end. */
const firstMs = 60_000;
/** Looking whether a provider may be asked again costs nothing. */
const lookAgainMs = 600_000;
const longestBackOffMs = 3_600_000;
const deadlineMs = 120_000;
const body = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 1 };

export function createKeepWarm(parts: KeepWarmParts): KeepWarm {
  const { pool, clock, random, intervals, onEvent } = parts;
  const fires = new Map([...intervals].map(([provider, everyMs]) => [provider, fireOf(provider, everyMs)]));
  let closed = false;

  function begin(fire: Fire, beganAt: number, intervalMs: number): void {
    if (closed) return;
    fire.beganAt = beganAt;
    const idleMs = intervalMs * (0.7 + 0.3 * random());
    fire.timer = clock.after(Math.max(0, beganAt + idleMs - clock.now()), () => ring(fire));
  }

  function ring(fire: Fire): void {
    fire.timer = null;
    // Somebody used it in the meantime: its idle time counts from there.
    if (fire.usedAt > fire.beganAt) return begin(fire, fire.usedAt, fire.intervalMs);
    const { provider } = fire;
    const target = warmTarget(pool, { provider, model: fire.model, now: clock.now() });
    if (target.kind === 'none') {
      onEvent({ kind: 'left_alone', provider, reason: target.reason });
      return begin(fire, clock.now(), Math.min(fire.everyMs, lookAgainMs));
    }
    const stop = new AbortController();
    fire.call = { stop, end: warm(fire, target.model, stop.signal) };
  }

  async function warm(fire: Fire, model: string, signal: AbortSignal): Promise<void> {
    const { provider, everyMs } = fire;
    const from = clock.ticks();
    try {
      await ask(`${provider}/${model}`, signal);
      fire.intervalMs = everyMs;
      onEvent({ kind: 'warmed', provider, model, tookMs: clock.ticks() - from });
    } catch (error) {
      // Backing off never asks more often than the owner wanted.
      fire.intervalMs = Math.max(everyMs, Math.min(fire.intervalMs * 2, longestBackOffMs));
      if (!closed) onEvent({ kind: 'failed', provider, model, error });
    }
    fire.call = null;
    begin(fire, clock.now(), fire.intervalMs);
  }

  async function ask(model: string, signal: AbortSignal): Promise<void> {
    await parts.relay.chat({
      body,
      model,
      stream: false,
      wantsUsage: false,
      deadlineMs,
      strategy: null,
      resume: false,
      signal,
      receivedAt: clock.now(),
      receivedTick: clock.ticks(),
      purpose: 'keep-warm',
    });
  }

  /** It works again: whoever was left alone for an hour takes up its own pace. */
  function recover(fire: Fire): void {
    fire.intervalMs = fire.everyMs;
    if (fire.timer === null) return;
    clock.cancel(fire.timer);
    begin(fire, clock.now(), fire.everyMs);
  }

  return {
    start: () => {
      for (const fire of fires.values()) begin(fire, clock.now(), Math.min(fire.everyMs, firstMs));
    },
    listen: (event) => {
      if (event.kind !== 'trying' && event.kind !== 'served') return;
      const { node } = event.lane;
      const fire = fires.get(node.provider.id);
      if (fire === undefined || node.model.purpose !== 'chat') return;
      // Its own calls are heard as well: their end begins a round after them, so they are none of its uses.
      fire.usedAt = clock.now();
      if (event.kind === 'trying') return;
      fire.model = node.model.id;
      if (fire.intervalMs > fire.everyMs) recover(fire);
    },
    close: async () => {
      closed = true;
      const calls = [...fires.values()].flatMap(({ timer, call }) => {
        if (timer !== null) clock.cancel(timer);
        call?.stop.abort();
        return call?.end ?? [];
      });
      await Promise.all(calls);
    },
  };
}

function fireOf(provider: string, everyMs: number): Fire {
  return {
    provider,
    everyMs,
    intervalMs: everyMs,
    beganAt: 0,
    usedAt: 0,
    model: null,
    timer: null,
    call: null,
  };
}
