import type { RelayEvent } from '../../relay/events.ts';
import type { Timer } from '../../shared/clock.ts';
import type { NoticeView } from '../views/event-view.ts';
import type { EventHubParts } from './event-hub.ts';
import { KeyWatch } from './key-watch.ts';
import { NoticeWatch, noticeAt } from './notice-watch.ts';
import { QuotaWatch } from './quota-watch.ts';
import { RequestWatch } from './request-watch.ts';
import type { Subscriber } from './subscriber.ts';

export interface Audience {
  readonly subscribers: ReadonlySet<Subscriber>;
  /** The service is about to stop. */
  readonly closing: () => void;
}

const lookEveryMs = 1_000;

/** What is watched while somebody watches: hears the relay, looks once a second at what that has touched, and tells everybody. */
export class LiveView {
  readonly #parts: EventHubParts;
  readonly #audience: Audience;
  readonly #quotas: QuotaWatch;
  readonly #keys: KeyWatch;
  readonly #requests: RequestWatch;
  readonly #notices: NoticeWatch;
  readonly #unfollow: () => void;
  #timer: Timer;
  #closed = false;

  constructor(parts: EventHubParts, audience: Audience) {
    const { clock, pool, traces, scrub, onError } = parts;
    const now = (): number => clock.now();
    const ticks = (): number => clock.ticks();
    const onNotice = (notice: NoticeView): void => this.#notice(notice);
    this.#parts = parts;
    this.#audience = audience;
    this.#quotas = new QuotaWatch({ view: parts.quotasView, scrub, now, ticks });
    this.#keys = new KeyWatch({
      pool,
      present: parts.keyView,
      scrub,
      now,
      onInvalid: ({ provider, spec }, at) =>
        onNotice({ ...noticeAt(at), kind: 'key_invalid', provider: provider.id, key: spec.masked }),
    });
    this.#requests = new RequestWatch({
      traces,
      ticks,
      onRequest: (trace) => {
        const json = scrub(JSON.stringify(trace));
        for (const subscriber of audience.subscribers) subscriber.request(json);
      },
      onMissed: () => {
        for (const subscriber of audience.subscribers) subscriber.missed();
      },
      onError,
    });
    this.#notices = new NoticeWatch({ traces, now, onNotice, onError });
    this.#unfollow = parts.feed.follow({
      event: (event, traceId) => this.#heard(event, traceId),
      state: (id) => {
        this.#quotas.touch();
        this.#keys.touchState(id);
      },
      closing: audience.closing,
    });
    this.#timer = clock.after(lookEveryMs, () => void this.#look());
    this.#keys.learn(() => !this.#closed).catch(onError);
  }

  /** As they are, as JSON. */
  quotas(): string {
    return this.#quotas.current();
  }

  close(): void {
    this.#closed = true;
    this.#unfollow();
    this.#requests.close();
    this.#parts.clock.cancel(this.#timer);
  }

  /** On the way of every request while somebody watches: only notes. */
  #heard(event: RelayEvent, traceId: string): void {
    this.#quotas.touch();
    if ('lane' in event) this.#keys.touch(event.lane.key);
    this.#requests.heard(event, traceId);
    this.#notices.heard(event, traceId);
  }

  async #look(): Promise<void> {
    const { clock, onError } = this.#parts;
    const begun = clock.ticks();
    try {
      await this.#tellChanges();
    } catch (error) {
      onError(error);
    }
    if (this.#closed) return;
    const tookMs = clock.ticks() - begun;
    this.#timer = clock.after(Math.max(1, lookEveryMs - tookMs), () => void this.#look());
  }

  async #tellChanges(): Promise<void> {
    const { subscribers } = this.#audience;
    for (const subscriber of subscribers) subscriber.look();
    const keys = await this.#keys.changes();
    if (this.#closed) return;
    // A key that looks different without an event, because its time has come, may change the sums.
    if (keys !== null) this.#quotas.touch();
    const quotas = this.#quotas.changes();
    for (const subscriber of subscribers) {
      if (quotas !== null) subscriber.quotas(quotas);
      if (keys !== null) subscriber.keys(keys);
    }
  }

  #notice(notice: NoticeView): void {
    const json = this.#parts.scrub(JSON.stringify(notice));
    for (const subscriber of this.#audience.subscribers) subscriber.notice(json);
  }
}
