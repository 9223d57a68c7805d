import { expect, test } from 'vitest';
import { liveThrough } from './live-through.ts';
import { createVirtualClock } from './virtual-clock.ts';

test('everything that was promised settles before the next ring, however long the chain', async () => {
  const clock = createVirtualClock(0);
  const told: string[] = [];
  for (let ring = 1; ring <= 100; ring += 1) {
    clock.after(ring, () => {
      let chain = Promise.resolve();
      for (let link = 0; link < 30; link += 1) chain = chain.then(() => undefined);
      void chain.then(() => told.push(`settled ${ring}`));
      told.push(`rang ${ring}`);
    });
  }
  await liveThrough(clock, () => false);
  const expected = Array.from({ length: 100 }, (_, index) => [`rang ${index + 1}`, `settled ${index + 1}`]);
  expect(told).toEqual(expected.flat());
});

test('stops as soon as it is over, and leaves the rest unrung', async () => {
  const clock = createVirtualClock(0);
  for (let ring = 1; ring <= 100; ring += 1) clock.after(ring, () => {});
  await liveThrough(clock, () => clock.now() >= 40);
  expect(clock.now()).toBe(40);
});

test('what a ring throws comes out', async () => {
  const clock = createVirtualClock(0);
  clock.after(1, () => {
    throw new Error('broken');
  });
  await expect(liveThrough(clock, () => false)).rejects.toThrow('broken');
});
