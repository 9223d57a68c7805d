import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../simulate/virtual-clock.ts';
import { WaitingRoom, type Visitor } from './waiting-room.ts';

/** A counter from which places free at given times. */
function desk(freeAt: readonly number[]) {
  const clock = createVirtualClock(0);
  const room = new WaitingRoom<string>(clock);
  const served: string[] = [];
  const left = [...freeAt];
  const visitor = (name: string, change: Partial<Visitor<string>> = {}): Visitor<string> => ({
    line: 'auto',
    client: 'ann',
    isPlain: true,
    untilAt: 60_000,
    signal: new AbortController().signal,
    look: () => {
      if ((left[0] ?? Infinity) > clock.now()) return null;
      left.shift();
      served.push(name);
      return name;
    },
    freesAt: () => left[0] ?? Infinity,
    search: () => {
      throw new Error('nobody asks');
    },
    ...change,
  });
  const run = async (untilAt: number): Promise<void> => {
    for (let at = clock.nextAt(); at !== null && at <= untilAt; at = clock.nextAt()) {
      clock.step();
      await new Promise(setImmediate);
    }
    clock.moveTo(untilAt);
  };
  return { clock, room, served, visitor, run, left };
}

describe('the waiting room', () => {
  it('serves in the order of coming, each exactly when a place is free', async () => {
    const { clock, room, visitor, run } = desk([100, 100, 250]);
    const times: [string, number][] = [];
    for (const name of ['a', 'b', 'c'])
      void room.wait(visitor(name)).then((found) => times.push([found ?? 'none', clock.now()]));
    await run(300);
    expect(times).toEqual([
      ['a', 100],
      ['b', 100],
      ['c', 250],
    ]);
    expect(room.size).toBe(0);
  });

  it('who gave up or left is passed over, and holds no place', async () => {
    const { room, served, visitor, run } = desk([500, 500]);
    const leaving = new AbortController();
    const results = Promise.all([
      room.wait(visitor('short', { untilAt: 200 })),
      room.wait(visitor('leaver', { signal: leaving.signal })),
      room.wait(visitor('patient')),
    ]);
    await run(300);
    leaving.abort();
    await run(600);
    expect(await results).toEqual([null, null, 'patient']);
    expect(served).toEqual(['patient']);
    expect(room.size).toBe(0);
  });

  it('one who has tried lanes already does not hold up those behind him', async () => {
    const { room, visitor, run } = desk([100]);
    const picky = visitor('picky', {
      isPlain: false,
      look: () => null,
      freesAt: () => Infinity,
      untilAt: 1_000,
    });
    const results = Promise.all([room.wait(picky), room.wait(visitor('plain'))]);
    room.turn();
    await run(1_500);
    expect(await results).toEqual([null, 'plain']);
  });

  it('lines do not hold each other up', async () => {
    const { room, visitor, run } = desk([100]);
    const stuck = visitor('stuck', {
      line: 'groq/x',
      client: 'ann',
      look: () => null,
      freesAt: () => Infinity,
      untilAt: 900,
    });
    const results = Promise.all([room.wait(stuck), room.wait(visitor('free'))]);
    await run(1_000);
    expect(await results).toEqual([null, 'free']);
  });

  it('a crowd of one client does not hold up another, and neither does who comes again and again', async () => {
    const { room, served, visitor, run } = desk([100, 200, 300, 400, 500, 600]);
    const of = (client: string, name: string): void =>
      void room.wait(visitor(name, { line: `${client} auto`, client }));
    for (const name of ['a1', 'a2', 'a3', 'a4']) of('ann', name);
    of('bob', 'b1');
    await run(250);
    // Bob's line was empty for a moment: his turn is remembered all the same.
    of('bob', 'b2');
    await run(700);
    expect(served).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('a place given back before its time is taken at once by who waits longest', async () => {
    const { clock, room, visitor, left } = desk([5_000, 6_000]);
    const first = room.wait(visitor('first'));
    void room.wait(visitor('second'));
    clock.moveTo(40);
    left.unshift(40);
    room.turn();
    expect(await first).toBe('first');
    expect(room.size).toBe(1);
  });

  it('who comes into an empty room is served at his time, whoever was there before', async () => {
    const { room, served, visitor, run, left } = desk([100]);
    await Promise.all([room.wait(visitor('first')), run(150)]);
    await run(3_000);
    left.push(3_050);
    const second = room.wait(visitor('second'));
    await run(3_060);
    expect(served).toEqual(['first', 'second']);
    expect(await second).toBe('second');
  });

  it('an error while looking ends that one’s waiting only', async () => {
    const { room, visitor, run } = desk([100]);
    const broken = visitor('broken', {
      look: () => {
        throw new Error('no such route any more');
      },
    });
    const failed = room.wait(broken).catch((error: Error) => error.message);
    const served = room.wait(visitor('served'));
    room.turn();
    await run(200);
    expect(await failed).toBe('no such route any more');
    expect(await served).toBe('served');
  });

  it('a thousand who wait for one place cost one look each time something is given back', () => {
    const { room, visitor } = desk([]);
    let looks = 0;
    for (let count = 0; count < 1_000; count += 1) {
      const look = (): null => {
        looks += 1;
        return null;
      };
      void room.wait(visitor(`${count}`, { look }));
    }
    looks = 0;
    for (let call = 0; call < 100; call += 1) room.turn();
    expect(looks).toBe(100);
  });
});
