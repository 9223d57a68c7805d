import type { Pace } from './load-plan.ts';
import { fastModel, pacedModel } from './payloads.ts';

/** One question to all targets. `shows` decides which figures are printed. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly shows: 'throughput' | 'latency' | 'first-token';
  readonly model: string;
  readonly stream: boolean;
  readonly pace: Pace;
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'requests',
    title: '1 kB requests and answers, 64 connections',
    shows: 'throughput',
    model: fastModel,
    stream: false,
    pace: { kind: 'closed', clients: 64 },
  },
  {
    id: 'streams',
    title: 'Streams of 100 chunks without pause, 16 clients',
    shows: 'throughput',
    model: fastModel,
    stream: true,
    pace: { kind: 'closed', clients: 16 },
  },
  {
    id: 'latency',
    title: 'Latency at 300 requests/s, from the moment each was due',
    shows: 'latency',
    model: fastModel,
    stream: false,
    pace: { kind: 'open', perSecond: 300 },
  },
  {
    id: 'first-token',
    title: 'First token at 20 streams/s, each 100 chunks 5 ms apart',
    shows: 'first-token',
    model: pacedModel,
    stream: true,
    pace: { kind: 'open', perSecond: 20 },
  },
];
