import type { StateMemory } from '../engine/states.ts';
import type { RelayEvent, RelayListener } from './events.ts';

/** Who shows what happens while it happens. */
export interface FeedFollower {
  readonly event: RelayListener;
  /** What is kept of a key, an account, a model or a provider has changed; ids as in engine/states.ts. */
  readonly state: (id: string) => void;
  /** The service is about to stop. */
  readonly closing: () => void;
}

/** What happens in the gateway, told to one follower. While there is none, telling is looking whether there is one. */
export interface Feed {
  readonly listen: RelayListener;
  /** The same memory; what is kept in it is told. */
  over(states: StateMemory): StateMemory;
  /** Takes the place of an earlier one. Gives what ends it. */
  follow(follower: FeedFollower): () => void;
  /** No follower comes any more. */
  close(): void;
}

export function createFeed(): Feed {
  let follower: FeedFollower | null = null;
  let closed = false;
  return {
    listen: (event: RelayEvent, traceId) => {
      if (follower !== null) follower.event(event, traceId);
    },
    over: (states) => ({
      get: (id) => states.get(id),
      put: (id, state) => {
        states.put(id, state);
        if (follower !== null) follower.state(id);
      },
    }),
    follow: (next) => {
      if (closed) next.closing();
      else follower = next;
      return () => {
        if (follower === next) follower = null;
      };
    },
    close: () => {
      closed = true;
      const last = follower;
      follower = null;
      last?.closing();
    },
  };
}
