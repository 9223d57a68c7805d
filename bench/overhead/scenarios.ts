import type { Pace } from '../harness/load-plan.ts';
import { fastModel, pacedModel, pauseMs, type Ask } from '../harness/payloads.ts';

/** One question to all targets. `shows` decides which figures are printed. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly shows: 'throughput' | 'latency' | 'first-content';
  readonly ask: Ask;
  readonly pace: Pace;
}

const bodies: readonly (readonly [kilobytes: number, clients: number])[] = [
  [1, 64],
  [30, 64],
  [300, 16],
];

const throughput = bodies.map(([kilobytes, clients]): Scenario => ({
  id: `requests-${kilobytes}`,
  title: `${kilobytes} kB requests, 1 kB answers, ${clients} connections`,
  shows: 'throughput',
  ask: { model: fastModel, stream: false, kilobytes },
  pace: { kind: 'closed', clients },
}));

const streams: readonly Scenario[] = [
  {
    id: 'streams',
    title: 'Streams of 100 chunks without pause, 16 connections',
    shows: 'throughput',
    ask: { model: fastModel, stream: true, kilobytes: 1 },
    pace: { kind: 'closed', clients: 16 },
  },
  // By the clock: in a closed loop all streams would begin and end together, and a round would hold one more or less.
  {
    id: 'streams-paced',
    title: `60 streams/s of 100 chunks ${pauseMs[pacedModel]} ms apart, to the last chunk`,
    shows: 'latency',
    ask: { model: pacedModel, stream: true, kilobytes: 1 },
    pace: { kind: 'open', perSecond: 60 },
  },
];

const latency = [100, 300, 1_000].map((perSecond): Scenario => ({
  id: `latency-${perSecond}`,
  title: `Latency at ${perSecond.toLocaleString('en')} requests/s, from the moment each was due`,
  shows: 'latency',
  ask: { model: fastModel, stream: false, kilobytes: 1 },
  pace: { kind: 'open', perSecond },
}));

const firstContent: Scenario = {
  id: 'first-content',
  title: `First content at 20 streams/s, each 100 chunks ${pauseMs[pacedModel]} ms apart`,
  shows: 'first-content',
  ask: { model: pacedModel, stream: true, kilobytes: 1 },
  pace: { kind: 'open', perSecond: 20 },
};

export const scenarios: readonly Scenario[] = [...throughput, ...streams, ...latency, firstContent];

/** Those whose title holds the text, in any case; null = all. */
export function titled<T extends { readonly title: string }>(
  all: readonly T[],
  text: string | null,
): readonly T[] {
  const wanted = text?.toLowerCase() ?? '';
  return all.filter(({ title }) => title.toLowerCase().includes(wanted));
}
