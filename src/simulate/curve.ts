import type { CurvePoint } from './day-result.ts';
import type { Traffic } from './traffic.ts';

type Outcome = 'cloud' | 'local' | 'failures';

/** What becomes of requests over the day, by when they came. */
export interface Curve {
  add(at: number, outcome: Outcome): void;
  /** Epoch ms of the first request that came to this; null = none did. */
  firstAt(outcome: Outcome): number | null;
  points(): CurvePoint[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Points of a short period are nearer to each other, so that there is a curve at all. */
const fewestPoints = 12;
const steps = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs];

export function createCurve({ startAt, hours }: Pick<Traffic, 'startAt' | 'hours'>): Curve {
  const stepMs = steps.findLast((ms) => (hours * hourMs) / ms >= fewestPoints) ?? minuteMs;
  const points = Array.from({ length: Math.ceil((hours * hourMs) / stepMs) }, () => ({
    cloud: 0,
    local: 0,
    failures: 0,
  }));
  const first = new Map<Outcome, number>();
  return {
    add: (at, outcome) => {
      first.set(outcome, Math.min(at, first.get(outcome) ?? at));
      const point = points[Math.floor((at - startAt) / stepMs)];
      if (point !== undefined) point[outcome] += 1;
    },
    firstAt: (outcome) => first.get(outcome) ?? null,
    points: () =>
      points.map(({ cloud, local, failures }, index) => ({
        at: new Date(startAt + index * stepMs).toISOString(),
        requests: cloud + local + failures,
        cloud,
        local,
        failures,
      })),
  };
}
