import type { Relay } from '../../src/relay/relay.ts';
import type { VirtualClock } from '../../src/simulate/virtual-clock.ts';
import { visit, type Asked, type Visit } from './virtual-client.ts';

/** Those who ask a relay, and the time in which they do. */
export interface VirtualCrowd {
  readonly visits: readonly Visit[];
  /** A request comes in now. */
  ask(asked: Asked): void;
  /** Requests come in one after the other, each after its pause. */
  askAll(asked: readonly Asked[]): void;
  /** Lives on until nothing is waited for any more, or until `untilAt`. */
  live(options?: LiveOptions): Promise<void>;
}

export interface LiveOptions {
  /** Epoch ms. */
  readonly untilAt?: number;
  /** Called between any two moments. */
  readonly each?: () => void;
}

/** More steps than any history has. */
const mostSteps = 200_000;

export function createVirtualCrowd(relay: Relay, clock: VirtualClock): VirtualCrowd {
  const visits: Visit[] = [];
  let asking = 0;

  async function receive(asked: Asked): Promise<void> {
    asking += 1;
    visits.push(await visit(relay, clock, asked));
    asking -= 1;
  }

  function ask(asked: Asked): void {
    void receive(asked);
  }

  return {
    visits,
    ask,
    askAll: (all) => {
      let afterMs = 0;
      for (const asked of all) {
        afterMs += asked.pauseMs;
        for (let time = 0; time < asked.times; time += 1) clock.after(afterMs, () => ask(asked));
      }
    },
    live: async ({ untilAt = Infinity, each } = {}) => {
      for (let steps = 0; ; steps += 1) {
        await settled();
        each?.();
        const nextAt = clock.nextAt();
        if (nextAt === null || nextAt > untilAt) break;
        if (steps > mostSteps) throw new Error('the history does not come to its end');
        clock.step();
      }
      if (untilAt !== Infinity) clock.moveTo(untilAt);
      else if (asking > 0) throw new Error(`${asking} requests never end`);
    },
  };
}

/** All promises that can go on without the clock have gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
