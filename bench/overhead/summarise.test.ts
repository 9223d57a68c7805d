import { expect, test } from 'vitest';
import type { Measurement } from '../harness/measure.ts';
import { summarise } from './summarise.ts';

function measured(perSecond: number, ms: number): Measurement {
  const spread = { p50: ms, p99: ms * 2 };
  return {
    perSecond,
    latencyMs: spread,
    firstByteMs: spread,
    callMs: spread,
    severalAttempts: 0,
    totalRequests: perSecond,
    totalMs: 1_000,
    failures: 0,
    cpuUs: ms * 100,
    busy: 1,
    peakMb: 100,
  };
}

test('a void round is left out of the medians, and ratios are against floor B', () => {
  const [, floor, noria] = summarise(
    new Map([
      ['direct', [measured(9_000, 0.5), measured(9_000, 0.5), measured(9_000, 0.5)]],
      ['floor-b', [measured(1_000, 1), measured(1_100, 1), measured(900, 1)]],
      ['noria', [measured(500, 2), undefined, measured(700, 3)]],
    ]),
  );
  expect(floor).toMatchObject({ rounds: 3, perSecond: 1_000, perSecondRatio: 1, perSecondScatter: 0.2 });
  expect(noria).toMatchObject({ rounds: 2, perSecond: 600, perSecondRatio: 0.6, cpuRatio: 2.5 });
  expect(noria?.addedMs).toEqual({ p50: 2, p99: 4 });
});

test('where every round is void there are no figures, and where floor B is missing no ratios', () => {
  const [noria] = summarise(new Map([['noria', [undefined]]]));
  expect(noria?.rounds).toBe(0);
  expect(noria?.perSecond).toBeNaN();
  const [alone] = summarise(new Map([['noria', [measured(500, 2)]]]));
  expect(alone?.perSecond).toBe(500);
  expect(alone?.perSecondRatio).toBeNaN();
});
