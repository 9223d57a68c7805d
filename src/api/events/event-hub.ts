import type { KeyNode } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import type { Feed } from '../../relay/feed.ts';
import type { Traces } from '../../relay/traces/traces.ts';
import type { Clock } from '../../shared/clock.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { KeyView } from '../views/key-view.ts';
import type { QuotasView } from '../views/quota-view.ts';
import { LiveView } from './live-view.ts';
import type { Subscriber } from './subscriber.ts';

export interface EventHubParts {
  readonly clock: Clock;
  readonly pool: Pool;
  readonly feed: Pick<Feed, 'follow'>;
  readonly traces: Pick<Traces, 'get'>;
  /** Hides every known key in a text. */
  readonly scrub: (text: string) => string;
  readonly quotasView: (now: number) => QuotasView;
  readonly keyView: (key: KeyNode, now: number) => KeyView;
  readonly onError: (error: unknown) => void;
}

/** Everybody who watches, and what is made once for all of them. Without anybody it hears nothing and has no timer. */
export interface EventHub {
  /** @throws NoriaError too_many_watchers */
  checkRoom(): void;
  /** From now on it is told, beginning with the quotas as they are. Gives what ends that. */
  add(subscriber: Subscriber): () => void;
  /** Ends all streams. */
  close(): void;
}

/** Readers at once: pages of one owner, in some browsers. */
export const mostSubscribers = 50;
/** ms after which a page may try again. */
const retryMs = 10_000;

export function createEventHub(parts: EventHubParts): EventHub {
  const subscribers = new Set<Subscriber>();
  let live: LiveView | null = null;

  function remove(subscriber: Subscriber): void {
    subscribers.delete(subscriber);
    if (subscribers.size > 0) return;
    live?.close();
    live = null;
  }

  function close(): void {
    for (const subscriber of subscribers) subscriber.end();
  }

  return {
    close,
    checkRoom: () => {
      if (subscribers.size < mostSubscribers) return;
      throw new NoriaError(
        'too_many_watchers',
        `${mostSubscribers} pages watch already, and no more can: close one of them.`,
        { retryAfterMs: retryMs },
      );
    },
    add: (subscriber) => {
      subscribers.add(subscriber);
      live ??= new LiveView(parts, { subscribers, closing: close });
      try {
        subscriber.quotas(live.quotas());
      } catch (error) {
        // The stream has begun: the next look tries again.
        parts.onError(error);
      }
      return () => remove(subscriber);
    },
  };
}
