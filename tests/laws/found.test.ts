import { describe, expect, it } from 'vitest';
import { reportHeaders } from '../../src/engine/report.ts';
import { laneOf } from '../../src/engine/pool.ts';
import { refusalsIn } from '../support/loose-ends.ts';
import { codeOf, plainAsked, retryAfterOf } from '../support/virtual-client.ts';
import { plainReply } from '../support/virtual-reply.ts';
import { createVirtualRelay } from '../support/virtual-relay.ts';
import { limit, minutes, t0 } from '../support/world.ts';

/** The smallest cases of what the random histories of the laws found. */

describe('law 1', () => {
  it('a call that never reached its provider begins no window of first use', async () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'k' }], limits: [limit(2, minutes.first_use)] }],
      replyTo: (_call, serial) => ({ ...plainReply, deed: serial === 0 ? 'is not reached' : 'serves' }),
      maxWaitMs: 0,
    });
    // The provider's window begins with the second call, at 10 s.
    house.askAll([
      { ...plainAsked, deadlineMs: 100 },
      ...[10_000, 0, 51_000].map((pauseMs) => ({ ...plainAsked, pauseMs })),
    ]);
    await house.live();
    expect(refusalsIn(house)).toEqual([]);
  });

  it('a call that comes when a window of first use may have ended counts for the next one, too', async () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'k' }], limits: [limit(2, minutes.first_use)] }],
      replyTo: () => ({ ...plainReply, thereMs: 0 }),
      maxWaitMs: 0,
    });
    // The provider's window ends at 60 s, ours at 60.25 s: the second call begins the provider's next one.
    house.askAll([0, 60_100, 1_000, 0].map((pauseMs) => ({ ...plainAsked, pauseMs })));
    await house.live();
    expect(refusalsIn(house)).toEqual([]);
  });

  it('a call that never reached its provider leaves a window to those who came meanwhile', async () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'k' }], limits: [limit(2, minutes.first_use)] }],
      replyTo: (_call, serial) => ({
        ...plainReply,
        deed: serial === 0 ? 'is not reached' : 'serves',
        connectsMs: serial === 0 ? 2_000 : 0,
      }),
      maxWaitMs: 0,
    });
    // The provider's window begins with the second call, at 1 s.
    house.askAll([
      { ...plainAsked, deadlineMs: 2_100 },
      ...[1_000, 59_500, 0].map((pauseMs) => ({ ...plainAsked, pauseMs })),
    ]);
    await house.live();
    expect(refusalsIn(house)).toEqual([]);
  });

  it('what has melted while nobody owed anything is not given back once more', async () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'k' }], limits: [limit(6, minutes.refill)] }],
      replyTo: (_call, serial) => ({
        ...plainReply,
        deed: serial === 0 ? 'is not reached' : 'serves',
        connectsMs: serial === 0 ? 10_500 : 0,
      }),
      maxWaitMs: 0,
    });
    // The first has melted away when the second comes; given back, it would pay for the second.
    house.askAll([
      { ...plainAsked, deadlineMs: 10_600 },
      { ...plainAsked, pauseMs: 10_400 },
      { ...plainAsked, pauseMs: 200, times: 6 },
    ]);
    await house.live();
    expect(refusalsIn(house)).toEqual([]);
  });

  it('what is given back when its slot has rolled out takes nothing from the slots of others', async () => {
    const house = createVirtualRelay({
      providers: [
        { id: 'p', keys: [{ id: 'k' }], limits: [limit(2, { kind: 'rolling', length: 'second' })] },
      ],
      replyTo: (_call, serial) => ({
        ...plainReply,
        deed: serial === 0 ? 'is not reached' : 'serves',
        connectsMs: serial === 0 ? 1_300 : 0,
      }),
      maxWaitMs: 0,
    });
    house.askAll([
      { ...plainAsked, deadlineMs: 1_400 },
      { ...plainAsked, pauseMs: 1_200, times: 2 },
      { ...plainAsked, pauseMs: 110 },
    ]);
    await house.live();
    expect(refusalsIn(house)).toEqual([]);
  });

  it('a continuing call reserves what its instruction adds', async () => {
    const house = createVirtualRelay({
      providers: [
        { id: 'p', keys: [{ id: 'k' }], limits: [] },
        { id: 'q', keys: [{ id: 'l' }], limits: [limit(300, minutes.refill, 'tokens')] },
      ],
      replyTo: (call) => ({ ...plainReply, deed: call.provider.id === 'p' ? 'cuts' : 'serves', pieces: 4 }),
    });
    house.ask({ ...plainAsked, stream: true });
    await house.live();
    const demands = [...house.watch.ends.keys()].flatMap((reservation) => reservation.demands);
    const reserved = demands.find(({ bucket }) => bucket.spec.unit === 'tokens');
    expect(reserved?.amount).toBeGreaterThanOrEqual(house.calls[1]?.tokens ?? Infinity);
  });

  it('the place of an aborted call is free when its provider knows', async () => {
    const house = createVirtualRelay({
      providers: [
        {
          id: 'p',
          keys: [{ id: 'k' }],
          limits: [{ unit: 'concurrent', amount: 1, window: { kind: 'in_flight' } }],
        },
      ],
      abortTravelMs: 50,
    });
    house.askAll([
      { ...plainAsked, leavesAfterMs: 60 },
      { ...plainAsked, pauseMs: 10 },
    ]);
    await house.live();
    expect(refusalsIn(house)).toEqual([]);
  });
});

describe('law 2', () => {
  it('a ledger that cannot settle costs nobody else anything', async () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'k' }], limits: [] }],
      distance: (ledger) => ({
        ...ledger,
        settle: () => {
          throw new Error('the ledger is gone');
        },
      }),
    });
    house.askAll([plainAsked, { ...plainAsked, stream: true }]);
    await house.live();
    expect([house.relay.running, house.outcomes.length]).toEqual([0, 2]);
  });
});

describe('law 5', () => {
  it('who has tried a lane is told of it as soon as it is free again', async () => {
    const house = createVirtualRelay({
      providers: ['p', 'q'].map((id) => ({ id, keys: [{ id: `${id}-1` }], limits: [] })),
      // The first cools for a second, the second takes two seconds to say that it cools for a minute.
      replyTo: (call) =>
        call.provider.id === 'p'
          ? { ...plainReply, deed: '429 until', waitMs: 1_000 }
          : { ...plainReply, deed: '429 until', waitMs: 60_000, thinksMs: 2_000 },
      maxWaitMs: 0,
    });
    house.ask({ ...plainAsked, deadlineMs: 2_200 });
    await house.live();
    const [made] = house.visits;
    expect(made === undefined ? null : [codeOf(made), retryAfterOf(made)]).toEqual(['pool_exhausted', 0]);
  });
});

describe('law 6', () => {
  it('a wire that throws at once costs a lane, not the request', async () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'bad' }, { id: 'good' }], limits: [] }],
      replyTo: (call) => ({ ...plainReply, deed: call.secret === 'secret-bad' ? 'throws' : 'serves' }),
    });
    house.ask(plainAsked);
    await house.live();
    expect(house.visits.map(({ kind }) => kind)).toEqual(['whole']);
  });
});

describe('law 8', () => {
  it('a limit that was learned of a group holds for all its models at once, not only after a restart', () => {
    const house = createVirtualRelay({
      providers: [{ id: 'p', keys: [{ id: 'k' }], limits: [], models: ['model-a', 'model-b'] }],
    });
    const [key] = house.pool.keys.values();
    const [a, b] = [...key!.provider.models.values()].map((node) => laneOf(house.pool, key!, node));
    reportHeaders(
      house.pool,
      a!,
      { facts: [{ unit: 'requests', side: 'all', window: 'day', limit: 5 }], retryAt: null },
      { now: t0, isOk: true },
    );
    expect(b!.buckets.map(({ spec }) => spec.id)).toEqual(a!.buckets.map(({ spec }) => spec.id));
  });
});
