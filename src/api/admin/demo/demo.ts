import type { KeyNode } from '../../../engine/nodes.ts';
import { dropProvider, putKey, putProvider, type Pool } from '../../../engine/pool.ts';
import { NoriaError } from '../../../shared/errors.ts';
import { isWilling } from '../../state/can-serve.ts';
import { iso } from '../../state/iso.ts';
import type { DemoView } from '../../views/demo-view.ts';
import { demoId, demoModel, demoStates, keylessKey, simulatedProvider } from './simulated-provider.ts';

/** A simulated provider that runs. */
export interface Playing {
  readonly baseUrl: string;
  /** Ends when the running answers have, or after so many ms. */
  drain(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A provider for who has none yet, which says so in what it answers. It is kept nowhere: a restart ends it. */
export interface Demo {
  view(): DemoView;
  /** The one that runs already is as good. @throws NoriaError conflict: there are real keys, or a provider of its name */
  start(): Promise<void>;
  /** Takes no request from then on; running answers end as they began. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export interface DemoParts {
  readonly pool: Pool;
  /** Epoch ms. */
  readonly now: () => number;
  readonly play: (id: string, model: string) => Promise<Playing>;
  /** For the log. */
  readonly tell: (text: string) => void;
  readonly onError: (error: unknown) => void;
}

const drainMs = 10_000;

export function createDemo({ pool, now, play, tell, onError }: DemoParts): Demo {
  /** Those whose last answers are still on their way, too. */
  const alive = new Set<Playing>();
  let running: { readonly playing: Playing; readonly since: number } | null = null;
  let starting: Promise<void> | null = null;
  let closed = false;

  function check(): void {
    if (pool.providers.has(demoId))
      throw new NoriaError('conflict', `There is a provider of your own that is called ${demoId}`);
    const real = [...pool.keys.values()].find(isReal);
    if (real === undefined) return;
    const { name } = real.provider.spec.def;
    throw new NoriaError('conflict', `There is a key of ${name}: nothing needs to be simulated`);
  }

  async function begin(): Promise<void> {
    check();
    const playing = await play(demoId, demoModel);
    alive.add(playing);
    try {
      // A key may have come meanwhile, or the end.
      if (closed) throw new NoriaError('shutting_down', 'Noria is shutting down');
      check();
    } catch (error) {
      await playing.close();
      alive.delete(playing);
      throw error;
    }
    for (const id of demoStates) if (pool.states.get(id) !== undefined) pool.states.put(id, {});
    putProvider(pool, simulatedProvider(playing.baseUrl));
    putKey(pool, keylessKey);
    running = { playing, since: now() };
    tell(`a simulated provider answers as "${demoId}" where nobody else can`);
  }

  async function fadeOut(playing: Playing): Promise<void> {
    await playing.drain(drainMs);
    alive.delete(playing);
  }

  return {
    view: () => ({
      running: running !== null,
      provider: running === null ? null : demoId,
      since: running === null ? null : iso(running.since),
    }),
    start: async () => {
      if (running !== null) return;
      starting ??= begin().finally(() => (starting = null));
      await starting;
    },
    end: async () => {
      if (starting !== null) await starting.catch(() => undefined);
      if (running === null) return;
      const { playing } = running;
      running = null;
      dropProvider(pool, demoId);
      tell('nothing is simulated any more');
      fadeOut(playing).catch(onError);
    },
    close: async () => {
      closed = true;
      await Promise.all([...alive].map((playing) => playing.close()));
    },
  };
}

/** It could serve, as far as its owner has a say. */
function isReal(key: KeyNode): boolean {
  return key.spec.secret !== '' && isWilling(key) && key.provider.bench.untilAt !== Infinity;
}
