import type { LoadPlan, Pace } from '../harness/load-plan.ts';
import {
  failoverRoute,
  fastModel,
  pacedModel,
  raceRoute,
  refusedModel,
  type Ask,
} from '../harness/payloads.ts';
import { figure, percent, signed } from '../harness/figure.ts';
import type { TargetName } from '../harness/targets.ts';
import type { Summary } from './summarise.ts';

/** One way of asking: the upstream directly, or a server. */
export interface Side {
  /** The server's name, and after a comma what is done with it. */
  readonly name: string;
  readonly where: 'direct' | TargetName;
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
  /** What follows from the medians of the sides, in their order; a line each. */
  readonly conclude: (sides: readonly Summary[]) => readonly string[];
}

const whole = (model: string): Ask => ({ model, stream: false, kilobytes: 1 });
const stream = (model: string): Ask => ({ model, stream: true, kilobytes: 1 });

/**
 * Every request is refused by the first step of a route and served by the second. The refusal asks for a pause of 1 ms,
 * the shortest that can be stated, so that Noria asks the refusing key again for nearly every request; how many really
 * took two attempts is counted. What the failed call itself takes is told by a bare proxy that does the same: a call
 * out of an idle load takes longer than one in the middle of a request.
 */
const failover: Comparison = {
  id: 'failover',
  title: 'Failover at 100 requests/s: the first key answers 429, the second provider serves',
  shows: 'latency',
  pace: { kind: 'open', perSecond: 100 },
  sides: [
    { name: 'direct, 429', where: 'direct', ask: whole(refusedModel), expects: 'refusal' },
    { name: 'floor-b, no failure', where: 'floor-b', ask: whole(fastModel), expects: 'answer' },
    { name: 'floor-b, failover', where: 'floor-b', ask: whole(failoverRoute), expects: 'answer' },
    { name: 'noria, no failure', where: 'noria', ask: whole(fastModel), expects: 'answer' },
    { name: 'noria, failover', where: 'noria', ask: whole(failoverRoute), expects: 'answer' },
  ],
  conclude: ([refused, barePlain, bareAfter, plain, after]) => {
    if (!refused || !barePlain || !bareAfter || !plain || !after) return [];
    const more = after.latencyMs.p50 - plain.latencyMs.p50;
    const bare = bareAfter.latencyMs.p50 - barePlain.latencyMs.p50;
    const cpu = after.cpuUs - plain.cpuUs;
    const bareCpu = bareAfter.cpuUs - barePlain.cpuUs;
    return [
      `p50 ${signed(more)} ms by the failover; a bare proxy's failed call ${signed(bare)} ms, asked directly ${figure(refused.callMs.p50)} ms: ${signed(more - bare)} ms beyond the failed call`,
      `CPU ${signed(cpu)} µs, log lines included; a bare proxy's ${signed(bareCpu)} µs`,
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
