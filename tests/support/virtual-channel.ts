import type { Channel, ChannelEnd } from '../../src/workers/channel.ts';
import type { VirtualClock } from '../../src/simulate/virtual-clock.ts';

export interface VirtualWay<Out> extends Channel<Out> {
  /** Nothing is on its way. */
  readonly isIdle: boolean;
  /** What is said from now on does not arrive. */
  cut(): void;
}

/** One way of a channel in virtual time: what is said in one turn goes as one, and nothing overtakes. */
export function virtualWay<Out, In>(
  clock: VirtualClock,
  travelMs: () => number,
  ends: { readonly from: ChannelEnd<In>; to(): ChannelEnd<Out> },
): VirtualWay<Out> {
  let queue: (Out | string)[] = [];
  let scheduled = false;
  let isCut = false;
  let arrivesAt = 0;
  let underWay = 0;

  function flush(): void {
    scheduled = false;
    ends.from.leaving?.();
    if (queue.length === 0 || isCut) return;
    const lines = queue.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
    queue = [];
    arrivesAt = Math.max(arrivesAt, clock.now() + travelMs());
    underWay += 1;
    clock.after(arrivesAt - clock.now(), () => {
      underWay -= 1;
      const to = ends.to();
      for (const line of lines) to.receive(JSON.parse(line) as Out);
      to.received?.();
    });
  }

  function push(item: Out | string): void {
    queue.push(item);
    if (scheduled) return;
    scheduled = true;
    clock.after(0, flush);
  }

  return {
    send: push,
    sendText: push,
    close: () => undefined,
    cut: () => (isCut = true),
    get isIdle() {
      return underWay === 0 && queue.length === 0;
    },
  };
}
