import { expect, test } from 'vitest';
import type { Machine } from '../harness/workplace.ts';
import type { MemoryReport } from '../memory/memory.ts';
import type { OverheadReport } from '../overhead/overhead.ts';
import type { PeersReport } from '../peers/peers.ts';
import { renderPage } from './render-page.ts';
import { resultOf, summary } from './summary.fixture.ts';

const machine: Machine = {
  at: '2026-11-21T18:00:00.000Z',
  node: 'v24.21.0',
  cores: 2,
  processor: 'AMD EPYC',
  pinned: true,
  load: 0.3,
};
const options = { seconds: 5, rounds: 3, targets: ['floor-b', 'noria'], only: null, quick: false } as const;
const sums = [summary('floor-b', 10_000, 0.5), summary('noria', 5_500, 0.8), summary('portkey', 1_100, 8)];
const overhead: OverheadReport = {
  machine,
  options,
  results: [resultOf('throughput', sums)],
  own: [{ ...resultOf('latency', []), title: 'Failover', conclusions: ['it costs little'] }],
  footprints: [
    { target: 'floor-b', startMs: 200, idleMb: 88, loadedMb: 120, afterMb: 110 },
    { target: 'noria', startMs: 600, idleMb: 132, loadedMb: 180, afterMb: 165 },
  ],
};

test('says when, where and how it was measured, then the figures and the ratios', () => {
  const page = renderPage({ overhead, peers: null, memory: null });
  expect(page).toContain(
    'Measured 2026-11-21 on 2 cores of AMD EPYC (load 0.3 before), Node 24.21.0: medians of 3 interleaved rounds of 5 s',
  );
  expect(page).toContain('| Something: a second | 10,000 | 5,500 | **0.55** |');
  expect(page).toContain('| start to ready, ms | 200 | 600 | 3.00 |');
  expect(page).toContain('Failover:\n\n- it costs little');
  expect(page).not.toContain('other gateways');
});

test('a quick look does not pass for a measurement', () => {
  const quick = { ...overhead, options: { ...options, quick: true, rounds: 1, seconds: 1 } };
  expect(renderPage({ overhead: quick, peers: null, memory: null })).toContain(
    'one round of 1 s, hardly warmed up',
  );
});

test('each other gateway has a table of its own, with its version and Noria over it', () => {
  const peers: PeersReport = {
    machine,
    options,
    peers: [{ name: 'portkey', version: '1.15.2', note: 'with something older' }],
    results: [resultOf('throughput', sums)],
  };
  const page = renderPage({ overhead, peers, memory: null });
  expect(page).toContain('Beside other gateways: portkey 1.15.2 (with something older).');
  expect(page).toContain('| | floor-b | noria | portkey | noria over portkey |');
  expect(page).toContain('| Something: a second | 10,000 | 5,500 | 1,100 | **5.00** |');
});

test('memory is told for the streams that were held, and as growth for each 100,000 requests', () => {
  const sample = (residentMb: number, heapMb: number) => ({ residentMb, heapMb, bufferMb: 10 });
  const memory: MemoryReport = {
    machine,
    options: { streams: 10_000, hold: 15, requests: 200_000, every: 100_000 },
    streams: {
      streams: 9_900,
      idle: sample(130, 30),
      open: sample(640, 290),
      after: sample(690, 50),
      heapKbEach: 26.9,
      residentKbEach: 52.8,
    },
    milestones: [
      { requests: 0, perSecond: NaN, ...sample(130, 30) },
      { requests: 100_000, perSecond: 5_000, ...sample(240, 40) },
      { requests: 200_000, perSecond: 5_000, ...sample(242, 40) },
    ],
  };
  const page = renderPage({ overhead, peers: null, memory });
  expect(page).toContain('9,900 streams open on one process: 640 MB resident (idle 130, after 690)');
  expect(page).toContain('each 26.9 kB of heap, 52.8 kB resident');
  expect(page).toContain('200,000 requests in a row: 242 MB resident at the end');
  expect(page).toContain('+ 2.00 MB resident and + 0.00 MB of heap for each 100,000');
});
