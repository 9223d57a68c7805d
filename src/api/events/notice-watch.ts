import { runsHere } from '../../engine/runs-here.ts';
import type { RelayEvent } from '../../relay/events.ts';
import type { TraceRecord } from '../../relay/traces/trace-record.ts';
import type { Traces } from '../../relay/traces/traces.ts';
import { iso } from '../state/iso.ts';
import type { NoticeView } from '../views/event-view.ts';

export interface NoticeWatchParts {
  readonly traces: Pick<Traces, 'get'>;
  readonly now: () => number;
  readonly onNotice: (notice: NoticeView) => void;
  readonly onError: (error: unknown) => void;
}

type Served = Extract<RelayEvent, { kind: 'served' }>;

const exhaustedEveryMs = 60_000;
/** ms after a look that showed no change: requests that name the local model come as often as others. */
const lookAgainMs = 200;

/** What the owner wants to know of the requests: that the local model has to help out, that it need not any more, that nothing is left. */
export class NoticeWatch {
  readonly #parts: NoticeWatchParts;
  /** `auto` was served by the local model last. */
  #isLocal = false;
  #looking = false;
  #looksFrom = 0;
  #exhaustedFrom = 0;

  constructor(parts: NoticeWatchParts) {
    this.#parts = parts;
  }

  heard(event: RelayEvent, traceId: string): void {
    if (event.kind === 'served') this.#served(event, traceId);
    else if (event.kind === 'gave_up' && event.code === 'pool_exhausted' && !event.isOverLimit)
      if (event.purpose === null) this.#exhausted(traceId);
  }

  #exhausted(trace: string): void {
    const now = this.#parts.now();
    if (now < this.#exhaustedFrom) return;
    this.#exhaustedFrom = now + exhaustedEveryMs;
    this.#parts.onNotice({ ...noticeAt(now), kind: 'pool_exhausted', trace });
  }

  /** Only what may be a change is looked up. */
  #served({ lane, purpose }: Served, traceId: string): void {
    const isLocal = runsHere(lane.node);
    if (isLocal === this.#isLocal || purpose !== null || this.#looking) return;
    if (this.#parts.now() < this.#looksFrom) return;
    this.#looking = true;
    setImmediate(() => void this.#lookUp(traceId, isLocal));
  }

  async #lookUp(traceId: string, isLocal: boolean): Promise<void> {
    const { traces, now, onNotice, onError } = this.#parts;
    try {
      const trace = await traces.get(traceId);
      const isChange = trace?.route === 'auto' && (!isLocal || fellBack(trace));
      if (trace !== null && isChange) {
        this.#isLocal = isLocal;
        const { provider, model } = trace;
        const kind = isLocal ? 'local_fallback' : 'cloud_again';
        onNotice({ ...noticeAt(now()), kind, provider, model, trace: traceId });
      } else this.#looksFrom = now() + lookAgainMs;
    } catch (error) {
      onError(error);
    } finally {
      this.#looking = false;
    }
  }
}

/** Of a notice that names nothing yet. */
export function noticeAt(now: number): Omit<NoticeView, 'kind'> {
  return { at: iso(now), provider: null, model: null, key: null, trace: null };
}

/** Others were to serve before, and could not. */
function fellBack({ provider: local, skipped, attempts }: TraceRecord): boolean {
  return (
    skipped.some(({ provider }) => provider !== local) ||
    attempts.some(({ provider, result }) => provider !== local && result === 'failed')
  );
}
