import { renderColumns } from '../../src/cli/render-columns.ts';
import { figure, signed } from '../harness/figure.ts';
import { measure } from '../harness/measure.ts';
import { fastModel } from '../harness/payloads.ts';
import type { Target } from '../harness/target.ts';
import type { Probe, Sample } from './probe.ts';

const clients = 32;

export interface Milestone extends Sample {
  /** Served since the start. */
  readonly requests: number;
  readonly perSecond: number;
}

/** Requests in a row, and what the server holds after every so many. */
export async function measureRequests(
  noria: Target,
  probe: Probe,
  { requests, every }: { requests: number; every: number },
): Promise<Milestone[]> {
  const milestones: Milestone[] = [{ requests: 0, perSecond: NaN, ...(await probe.take(noria.pid)) }];
  for (let served = 0; served < requests;) {
    const more = Math.min(every, requests - served);
    const { origin, headers, pid, modelName } = noria;
    const { failures, firstFailure, perSecond } = await measure(
      {
        origin,
        headers,
        ask: { model: modelName(fastModel), stream: false, kilobytes: 1 },
        expects: 'answer',
        pace: { kind: 'closed', clients, requests: more },
        warmupMs: 0,
        measureMs: 0,
      },
      pid,
    );
    if (failures > 0) throw new Error(`${failures} of ${more} requests failed, first: ${firstFailure}`);
    served += more;
    milestones.push({ requests: served, perSecond, ...(await probe.take(pid)) });
  }
  return milestones;
}

/** MB that a figure grew by in the second half, for each 100,000 requests: what is left once all is warm. */
export function growth(milestones: readonly Milestone[], read: (sample: Sample) => number): number {
  const last = milestones.at(-1);
  const middle = milestones[Math.floor(milestones.length / 2)];
  if (last === undefined || middle === undefined || last === middle) return NaN;
  return ((read(last) - read(middle)) / (last.requests - middle.requests)) * 100_000;
}

export function renderRequests(milestones: readonly Milestone[]): string {
  const of = (read: (sample: Sample) => number): string => signed(growth(milestones, read));
  return [
    renderColumns(
      ['requests', 'per s', 'resident MB', 'heap MB', 'buffers MB'],
      milestones.map(({ requests, perSecond, residentMb, heapMb, bufferMb }) => [
        String(requests),
        ...[perSecond, residentMb, heapMb, bufferMb].map(figure),
      ]),
    ),
    `  in the second half, a 100,000 requests: resident ${of(({ residentMb }) => residentMb)} MB, heap ${of(({ heapMb }) => heapMb)} MB`,
  ].join('\n');
}
