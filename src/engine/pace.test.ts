import { describe, expect, it } from 'vitest';
import { createPace, paceBeaten, paceBegins, paceMissed, paceServed, rankOf, type Pace } from './pace.ts';

const quick = { firstTokenMs: 200, totalMs: 900, outputTokens: 150, silenceMs: 40 };
const slow = { firstTokenMs: 9_000, totalMs: 20_000, outputTokens: 150, silenceMs: 400 };

function served(pace: Pace, times: number, sample = quick, now = 1_000): void {
  for (let call = 0; call < times; call += 1) paceServed(pace, sample, now);
}

describe('pace', () => {
  it('ranks a quick lane first and a slow one behind', () => {
    const pace = createPace();
    served(pace, 10);
    expect(rankOf(pace, 1_000)).toBe(0);
    const other = createPace();
    served(other, 10, slow);
    expect(rankOf(other, 1_000)).toBe(2);
  });

  it('one slow answer is no habit', () => {
    const pace = createPace();
    served(pace, 20);
    served(pace, 1, slow);
    expect(rankOf(pace, 1_000)).toBe(0);
  });

  it('a quick lane that became slow sinks within some dozens of calls, and rises as it recovers', () => {
    const pace = createPace();
    served(pace, 100);
    served(pace, 60, slow);
    expect(rankOf(pace, 1_000)).toBeGreaterThan(0);
    served(pace, 60, quick, 2_000);
    expect(pace.rank).toBe(0);
  });

  it('failures in a row sink it, successes bring it back', () => {
    const pace = createPace();
    served(pace, 5);
    for (let call = 0; call < 4; call += 1) paceMissed(pace, 1_000);
    expect(rankOf(pace, 1_000)).toBe(2);
    for (let call = 0; call < 4; call += 1) paceMissed(pace, 1_000);
    expect(rankOf(pace, 1_000)).toBe(3);
    served(pace, 6);
    expect(rankOf(pace, 1_000)).toBe(0);
  });

  it('is tried again in measure: one call at a time, ever more seldom while it stays slow', () => {
    const pace = createPace();
    served(pace, 10, slow, 0);
    expect(rankOf(pace, 14_000)).toBe(2);
    expect(rankOf(pace, 15_000)).toBe(0);
    paceBegins(pace, 15_000);
    // While that one call runs, nobody else goes there.
    expect(rankOf(pace, 15_001)).toBe(2);
    served(pace, 1, slow, 35_000);
    const first = pace.sunkUntilAt - 35_000;
    expect(first).toBe(30_000);
    served(pace, 1, slow, pace.sunkUntilAt);
    expect(pace.sunkMs).toBe(60_000);
  });

  it('being beaten when it was late counts, being beaten at its usual pace does not', () => {
    const pace = createPace();
    served(pace, 10);
    for (let race = 0; race < 20; race += 1) paceBeaten(pace, 60, 1_000);
    expect(pace.good).toBe(1);
    for (let race = 0; race < 5; race += 1) paceBeaten(pace, 2_000, 1_000);
    expect(rankOf(pace, 1_000)).toBeGreaterThan(0);
  });
});
