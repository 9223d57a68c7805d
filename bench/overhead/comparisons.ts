import type { LoadPlan, Pace } from '../harness/load-plan.ts';
import { failoverRoute, raceRoute } from '../harness/noria-target.ts';
import { fastModel, pacedModel, refusedModel, type Ask } from '../harness/payloads.ts';
import { figure, percent, signed } from '../harness/figure.ts';
import type { Summary } from './summarise.ts';

/** One way of asking: the upstream directly, or Noria. */
export interface Side {
  readonly name: string;
  readonly where: 'direct' | 'noria';
  readonly ask: Ask;
  readonly expects: LoadPlan['expects'];
}

/** What something costs that only Noria does: the same load with it and without it. */
export interface Comparison {
  readonly id: string;
  readonly title: string;
  readonly shows: 'latency' | 'first-content';
  readonly pace: Pace;
  readonly sides: readonly Side[];
  /** What follows from the medians, a line each. */
  readonly conclude: (sides: readonly Summary[]) => readonly string[];
}

const whole = (model: string): Ask => ({ model, stream: false, kilobytes: 1 });
const stream = (model: string): Ask => ({ model, stream: true, kilobytes: 1 });

/**
 * Every request is refused by the first step of a route and served by the second. The refusal asks for a pause of 1 ms,
 * the shortest that can be stated, so that Noria asks the refusing key again for nearly every request; how many really
 * took two attempts is counted.
 */
const failover: Comparison = {
  id: 'failover',
  title: 'Failover at 100 requests/s: the first key answers 429, the second provider serves',
  shows: 'latency',
  pace: { kind: 'open', perSecond: 100 },
  sides: [
    { name: '429 asked directly', where: 'direct', ask: whole(refusedModel), expects: 'refusal' },
    { name: 'noria, no failure', where: 'noria', ask: whole(fastModel), expects: 'answer' },
    { name: 'noria, failover', where: 'noria', ask: whole(failoverRoute), expects: 'answer' },
  ],
  conclude: ([refused, plain, after]) => {
    if (refused === undefined || plain === undefined || after === undefined) return [];
    const more = after.latencyMs.p50 - plain.latencyMs.p50;
    return [
      `p50 ${signed(more)} ms, of which the failed call takes ${figure(refused.callMs.p50)}: ${signed(more - refused.callMs.p50)} ms beyond it`,
      `CPU ${signed(after.cpuUs - plain.cpuUs)} µs, the failed call and its log lines included`,
      `requests that took two attempts: ${percent(after.severalAttempts)}`,
    ];
  },
};

const race: Comparison = {
  id: 'race',
  title: 'Race of two providers at 20 streams/s, against the same stream unraced',
  shows: 'first-content',
  pace: { kind: 'open', perSecond: 20 },
  sides: [
    { name: 'noria, unraced', where: 'noria', ask: stream(pacedModel), expects: 'answer' },
    { name: 'noria, raced', where: 'noria', ask: stream(raceRoute), expects: 'answer' },
  ],
  conclude: ([alone, raced]) => {
    if (alone === undefined || raced === undefined) return [];
    const later = (share: 'p50' | 'p99'): string =>
      signed(raced.firstByteMs[share] - alone.firstByteMs[share]);
    return [
      `first content: p50 ${later('p50')} ms, p99 ${later('p99')} ms; CPU × ${figure(raced.cpuUs / alone.cpuUs)}`,
      `streams that two providers ran for: ${percent(raced.severalAttempts)}`,
    ];
  },
};

export const comparisons: readonly Comparison[] = [failover, race];
