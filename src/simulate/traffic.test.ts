import { describe, expect, test } from 'vitest';
import { createRandom, exponential, spreadAround } from './random.ts';
import { parseRate } from './rate.ts';
import { shapeNames, shapes } from './shapes.ts';
import { createArrivals, drawCall, type Traffic } from './traffic.ts';

const startAt = Date.UTC(2026, 10, 21);
const hourMs = 3_600_000;
const size = { inputTokens: 1_000, outputTokens: 300 };

function arrivalsOf(change: Partial<Traffic>, seed = 1): number[] {
  const next = createArrivals(
    { perHour: 500, hours: 24, shape: 'flat', startAt, size, ...change },
    createRandom(seed),
  );
  const found: number[] = [];
  for (let at = next(); at !== null; at = next()) found.push(at);
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('a rate', () => {
  test.each([
    ['20000/day', 20_000 / 24],
    ['20,000 / day', 20_000 / 24],
    ['20k/d', 20_000 / 24],
    ['480', 20],
    ['100/hour', 100],
    ['5/min', 300],
    ['2 per second', 7_200],
    ['0.5/minute', 30],
  ])('%s is %d an hour', (text, perHour) => {
    expect(parseRate(text)).toBeCloseTo(perHour, 9);
  });

  test.each(['', 'x', '0/day', '-5/min', '5/fortnight', '5/', 'NaN', '1e9/day'])('%j is none', (text) => {
    expect(parseRate(text)).toBeNull();
  });
});

describe('chance', () => {
  test('is the same for the same seed, and another one for another', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, createRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('keeps its means', () => {
    const random = createRandom(1);
    const many = 40_000;
    expect(mean(Array.from({ length: many }, random))).toBeCloseTo(0.5, 2);
    expect(mean(Array.from({ length: many }, () => exponential(random, 20))) / 20).toBeCloseTo(1, 1);
    expect(mean(Array.from({ length: many }, () => spreadAround(random, 20, 0.7))) / 20).toBeCloseTo(1, 1);
  });
});

describe('traffic', () => {
  test.each(shapeNames)(
    'of the shape %s has the mean rate over a day, and never more than its peak',
    (shape) => {
      const minutes = Array.from({ length: 24 * 60 }, (_, minute) =>
        shapes[shape].at(startAt + minute * 60_000),
      );
      expect(mean(minutes)).toBeCloseTo(1, 2);
      expect(Math.max(...minutes)).toBeLessThanOrEqual(shapes[shape].peak + 1e-9);
    },
  );

  test.each(shapeNames)(
    'of the shape %s comes in order, within its hours, about as often as asked',
    (shape) => {
      const found = arrivalsOf({ shape });
      expect(Math.abs(found.length - 12_000)).toBeLessThan(450);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(found[0]).toBeGreaterThanOrEqual(startAt);
      expect(found.at(-1)).toBeLessThan(startAt + 24 * hourMs);
    },
  );

  test('of a day is busy in the afternoon and quiet before dawn', () => {
    const found = arrivalsOf({ shape: 'day' });
    const at = (hour: number): number =>
      found.filter((when) => Math.floor((when - startAt) / hourMs) === hour).length;
    expect(at(16) / at(3)).toBeGreaterThan(6);
  });

  test('is the same for the same seed', () => {
    expect(arrivalsOf({ hours: 2 }, 3)).toEqual(arrivalsOf({ hours: 2 }, 3));
    expect(arrivalsOf({ hours: 2 }, 3)).not.toEqual(arrivalsOf({ hours: 2 }, 4));
  });

  test('has calls of the mean size that was asked for, and of many sizes', () => {
    const random = createRandom(1);
    const calls = Array.from({ length: 20_000 }, () => drawCall(size, random));
    expect(mean(calls.map(({ inputTokens }) => inputTokens)) / 1_000).toBeCloseTo(1, 1);
    expect(mean(calls.map(({ outputTokens }) => outputTokens)) / 300).toBeCloseTo(1, 1);
    expect(Math.max(...calls.map(({ inputTokens }) => inputTokens))).toBeGreaterThan(5_000);
    expect(mean(calls.map(({ chars, inputTokens }) => chars / inputTokens))).toBeCloseTo(4, 1);
  });
});
