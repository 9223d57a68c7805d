import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVirtualClock } from './virtual-clock.ts';

const t0 = Date.UTC(2026, 10, 21);

test('stands until it is moved, then rings in the order of time, and of setting within one moment', () => {
  const clock = createVirtualClock(t0);
  const rung: string[] = [];
  clock.after(20, () => rung.push('late'));
  clock.after(10, () => rung.push('first'));
  clock.after(10, () => rung.push('second'));
  expect([clock.now(), clock.ticks(), clock.nextAt()]).toEqual([t0, 0, t0 + 10]);
  expect(rung).toEqual([]);
  clock.step();
  expect([rung, clock.now()]).toEqual([['first'], t0 + 10]);
  while (clock.step());
  expect([rung, clock.now(), clock.ticks()]).toEqual([['first', 'second', 'late'], t0 + 20, 20]);
});

test('what was cancelled does not ring, and cancelling what has rung is no error', () => {
  const clock = createVirtualClock(t0);
  const rung: string[] = [];
  const gone = clock.after(5, () => rung.push('gone'));
  const kept = clock.after(10, () => rung.push('kept'));
  clock.cancel(gone);
  expect(clock.nextAt()).toBe(t0 + 10);
  clock.step();
  clock.cancel(kept);
  expect([rung, clock.step(), clock.nextAt()]).toEqual([['kept'], false, null]);
});

test('a ring may set another one, for the same moment too', () => {
  const clock = createVirtualClock(t0);
  const rung: number[] = [];
  clock.after(5, () => {
    clock.after(0, () => rung.push(clock.ticks()));
    clock.after(-3, () => rung.push(clock.ticks()));
  });
  while (clock.step());
  expect(rung).toEqual([5, 5]);
});

test('never goes back', () => {
  const clock = createVirtualClock(t0);
  clock.moveTo(t0 + 50);
  clock.moveTo(t0 + 20);
  expect(clock.now()).toBe(t0 + 50);
});

test('rings everything exactly once and in order, whatever is set and cancelled', () => {
  const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { maxLength: 200 });
  fc.assert(
    fc.property(moves, (settings) => {
      const clock = createVirtualClock(t0);
      const rung: { at: number; index: number }[] = [];
      const timers = settings.map(([ms], index) =>
        clock.after(ms, () => rung.push({ at: clock.ticks(), index })),
      );
      settings.forEach(([, isCancelled], index) => {
        if (isCancelled) clock.cancel(timers[index]!);
      });
      while (clock.step());
      const expected = settings
        .map(([ms, isCancelled], index) => ({ at: ms, index, isCancelled }))
        .filter(({ isCancelled }) => !isCancelled)
        .toSorted((a, b) => a.at - b.at || a.index - b.index)
        .map(({ at, index }) => ({ at, index }));
      expect(rung).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});
