import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../tests/support/world.ts';
import { laneOf } from '../../engine/pool.ts';
import type { RelayEvent } from '../../relay/events.ts';
import type { ToPrimary } from '../messages.ts';
import { AttemptEnds } from './attempt-ends.ts';

const { pool } = createWorld([{ id: 'p', keys: [{ id: 'a' }], limits: [] }]);
const key = pool.keys.get('a')!;
const lane = laneOf(pool, key, key.provider.models.get('model-a')!);
const failed = { kind: 'failed', lane, attempt: 1, tookMs: 3, at: 9 } as unknown as RelayEvent;
const news: ToPrimary = ['tell', 'bucket', { kind: 'drained' }];

function open(): { ends: AttemptEnds; sent: ToPrimary[] } {
  const sent: ToPrimary[] = [];
  return { ends: new AttemptEnds((message) => sent.push(message)), sent };
}

describe('the ends of attempts', () => {
  it('that nobody tells a story of say nothing', () => {
    const { ends, sent } = open();
    ends.close(1, [2]);
    ends.close(2, null);
    expect(sent).toEqual([
      ['end', 1, [2], ['left']],
      ['end', 2, null, ['left']],
    ]);
  });

  it('get the story that is told in the same turn, and no later one', () => {
    const { ends, sent } = open();
    ends.close(1, null);
    ends.listen(failed, 'trc');
    ends.settle();
    ends.listen({ kind: 'beaten', lane, attempt: 2 }, 'trc');
    expect(sent).toEqual([
      ['end', 1, null, ['failed', { kind: 'failed', attempt: 1, tookMs: 3, at: 9 }, 'trc']],
    ]);
  });

  it('of a failure teach the primary: what the worker has learned from it is not told', () => {
    const { ends, sent } = open();
    ends.close(1, null);
    expect(ends.tell(news)).toBe(false);
    ends.listen(failed, 'trc');
    expect(ends.tell(news)).toBe(true);
    expect(sent.map(([kind]) => kind)).toEqual(['end', 'tell']);
  });

  it('without a failure keep nothing back', () => {
    const { ends, sent } = open();
    ends.close(1, null);
    ends.tell(news);
    ends.settle();
    expect(sent.map(([kind]) => kind)).toEqual(['end', 'tell']);
  });

  it('ask how others stand whom the worker blamed or forgave together with the lane', () => {
    const { ends, sent } = open();
    ends.close(1, null);
    for (const id of ['key|a', 'account|p|a', 'account|p|a|model-a', 'provider|p', 'key|b']) ends.keep(id);
    ends.listen(failed, 'trc');
    expect(sent.at(-1)).toEqual(['review', ['key|b']]);
  });
});
