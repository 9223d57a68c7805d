import type { Lane } from '../../engine/nodes.ts';
import type { HttpHeaders } from '../../upstream/http.ts';
import type { ChatCall, StreamState, WholeAnswer, Wire, WireListener } from '../../upstream/wire.ts';

/** The same wire; of calls that try somebody out it tells the first content: then the trial is over for everybody. */
export function withTrials(
  wire: Wire,
  trials: ReadonlyMap<number, Lane>,
  content: (id: number) => void,
): Wire {
  return {
    chat: (call, http, listener) => {
      const id = trials.size === 0 ? null : trialOf(call, trials);
      return wire.chat(call, http, id === null ? listener : new ContentWatch(listener, () => content(id)));
    },
  };
}

/** There is one trial of a lane at a time. */
function trialOf({ secret, model, provider }: ChatCall, trials: ReadonlyMap<number, Lane>): number | null {
  for (const [id, { key, node }] of trials) {
    const { def } = node.provider.spec;
    if (key.spec.secret === secret && node.model.id === model && def === provider) return id;
  }
  return null;
}

class ContentWatch implements WireListener {
  readonly #listener: WireListener;
  readonly #tell: () => void;
  #told = false;

  constructor(listener: WireListener, tell: () => void) {
    this.#listener = listener;
    this.#tell = tell;
  }

  sent(): void {
    this.#listener.sent();
  }

  head(headers: HttpHeaders): void {
    this.#listener.head(headers);
  }

  chunk(bytes: Buffer | null, state: StreamState): void {
    this.#listener.chunk(bytes, state);
    if (this.#told || !state.content) return;
    this.#told = true;
    this.#tell();
  }

  ended(state: StreamState): void {
    this.#listener.ended(state);
  }

  whole(answer: WholeAnswer): void {
    this.#listener.whole(answer);
  }

  refused(answer: Parameters<WireListener['refused']>[0]): void {
    this.#listener.refused(answer);
  }

  broken(error: Error): void {
    this.#listener.broken(error);
  }
}
