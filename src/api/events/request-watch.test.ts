import { describe, expect, test, vi } from 'vitest';
import { traceId, tracedOf } from '../../../tests/support/traced.ts';
import type { RelayEvent } from '../../relay/events.ts';
import type { TraceDetail, TraceRecord } from '../../relay/traces/trace-record.ts';
import { RequestWatch } from './request-watch.ts';

const served = { kind: 'served', purpose: null } as RelayEvent;
const left = { kind: 'left' } as RelayEvent;

function setUp(known: (id: string) => boolean = () => true) {
  const time = { ticks: 0 };
  const told: TraceRecord[] = [];
  const onMissed = vi.fn<() => void>();
  const onError = vi.fn<(error: unknown) => void>();
  const get = vi.fn<(id: string) => Promise<TraceDetail | null>>((id) =>
    Promise.resolve(
      known(id)
        ? { ...tracedOf(Number(id.slice(4))).record(), bodies: { request: 'secret words', answer: '' } }
        : null,
    ),
  );
  const watch = new RequestWatch({
    traces: { get },
    ticks: () => time.ticks,
    onRequest: (trace) => void told.push(trace),
    onMissed,
    onError,
  });
  const hear = (number: number, event = served): void => watch.heard(event, traceId(number));
  return { watch, time, told, onMissed, onError, get, hear };
}

const numbersOf = (told: readonly TraceRecord[]): number[] => told.map(({ id }) => Number(id.slice(4)));

describe('RequestWatch', () => {
  test('tells requests as they ended, without what was said in them', async () => {
    const { told, hear } = setUp();
    for (const number of [2, 1, 3]) hear(number);
    await vi.waitFor(() => expect(numbersOf(told)).toEqual([2, 1, 3]));
    expect(told[0]).toEqual(tracedOf(2).record());
  });

  test('passes over what ends no request, and calls of Noria itself', () => {
    const { get, hear, onMissed } = setUp();
    hear(1, { kind: 'failed' } as RelayEvent);
    hear(2, { kind: 'served', purpose: 'keep-warm' } as RelayEvent);
    hear(3, { kind: 'gave_up', purpose: 'keep-warm' } as RelayEvent);
    expect([get.mock.calls.length, onMissed.mock.calls.length]).toEqual([0, 0]);
  });

  test('tells 20 a second, and counts the others', async () => {
    const { time, told, onMissed, hear } = setUp();
    for (let number = 1; number <= 50; number += 1) hear(number);
    expect(onMissed).toHaveBeenCalledTimes(30);
    await vi.waitFor(() => expect(told).toHaveLength(20));
    time.ticks = 999;
    hear(51);
    expect(onMissed).toHaveBeenCalledTimes(31);
    time.ticks = 1_000;
    hear(52);
    await vi.waitFor(() => expect(told).toHaveLength(21));
  });

  test('tells a request once, whatever tells of its end', async () => {
    const { told, hear } = setUp();
    hear(1, left);
    hear(1, { kind: 'gave_up', purpose: null } as RelayEvent);
    await vi.waitFor(() => expect(told).toHaveLength(1));
    hear(1, left);
    hear(2);
    await vi.waitFor(() => expect(numbersOf(told)).toEqual([1, 2]));
  });

  test('a request that goes on although a reader was given up is told at its end', async () => {
    let isOver = false;
    const { told, get, hear } = setUp(() => isOver);
    hear(1, left);
    await vi.waitFor(() => expect(get).toHaveBeenCalledTimes(1));
    await vi.waitFor(async () => expect(await get.mock.results[0]?.value).toBeNull());
    isOver = true;
    await new Promise((resolve) => setImmediate(resolve));
    hear(1);
    await vi.waitFor(() => expect(told).toHaveLength(1));
  });

  test('a trace that cannot be had costs no other', async () => {
    const { told, get, hear, onError } = setUp();
    get.mockRejectedValueOnce(new Error('disk'));
    hear(1);
    hear(2);
    await vi.waitFor(() => expect(numbersOf(told)).toEqual([2]));
    expect(onError).toHaveBeenCalledWith(new Error('disk'));
  });

  test('what waits when nobody watches any more is dropped', async () => {
    const { watch, told, get, hear } = setUp();
    for (let number = 1; number <= 5; number += 1) hear(number);
    watch.close();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect([told.length, get.mock.calls.length]).toEqual([0, 0]);
  });
});
