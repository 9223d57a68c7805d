import { describe, expect, test, vi } from 'vitest';
import type { StoredState } from '../engine/states.ts';
import type { RelayEvent } from './events.ts';
import { createFeed, type FeedFollower } from './feed.ts';

const event: RelayEvent = { kind: 'waiting', forMs: 1 };

function follower() {
  return {
    event: vi.fn<FeedFollower['event']>(),
    state: vi.fn<FeedFollower['state']>(),
    closing: vi.fn<FeedFollower['closing']>(),
  };
}

describe('a feed', () => {
  test('tells its follower of events and of what is kept, and nobody who has left', () => {
    const feed = createFeed();
    const kept = new Map<string, StoredState>();
    const states = feed.over({ get: (id) => kept.get(id), put: (id, state) => void kept.set(id, state) });
    const one = follower();
    feed.listen(event, 'trc_0');
    const end = feed.follow(one);
    feed.listen(event, 'trc_1');
    states.put('key|a', { enabled: true });
    end();
    feed.listen(event, 'trc_2');
    states.put('key|b', {});
    expect(one.event.mock.calls).toEqual([[event, 'trc_1']]);
    expect(one.state.mock.calls).toEqual([['key|a']]);
    expect([states.get('key|a'), kept.size]).toEqual([{ enabled: true }, 2]);
  });

  test('says when the service stops, also to who comes too late', () => {
    const feed = createFeed();
    const [one, late] = [follower(), follower()];
    feed.follow(one);
    feed.close();
    feed.listen(event, 'trc_1');
    feed.follow(late);
    expect([one, late].map(({ closing }) => closing.mock.calls.length)).toEqual([1, 1]);
    expect(one.event).not.toHaveBeenCalled();
  });

  test('the end of an earlier follower takes nothing from a later one', () => {
    const feed = createFeed();
    const [one, other] = [follower(), follower()];
    const end = feed.follow(one);
    feed.follow(other);
    end();
    feed.listen(event, 'trc_1');
    expect([one.event.mock.calls.length, other.event.mock.calls.length]).toEqual([0, 1]);
  });
});
