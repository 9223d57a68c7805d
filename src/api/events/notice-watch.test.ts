import { describe, expect, test, vi } from 'vitest';
import { tracedOf } from '../../../tests/support/traced.ts';
import type { RelayEvent } from '../../relay/events.ts';
import type { TraceAttempt, TraceDetail, TraceRecord } from '../../relay/traces/trace-record.ts';
import type { NoticeView } from '../views/event-view.ts';
import { NoticeWatch } from './notice-watch.ts';

const local = { provider: 'ollama', model: 'llama3.1:8b', local: true };
const [attempt] = tracedOf(1).record().attempts as [TraceAttempt];
const unskipped = { skipped: [], attempts: [] };

function setUp() {
  const time = { now: Date.UTC(2026, 10, 21, 12) };
  const notices: NoticeView[] = [];
  const traces = new Map<string, Partial<TraceRecord>>();
  const get = vi.fn<(id: string) => Promise<TraceDetail | null>>((id) => {
    const over = traces.get(id);
    return Promise.resolve(over === undefined ? null : { ...tracedOf(1, over).record(), id, bodies: null });
  });
  const watch = new NoticeWatch({
    traces: { get },
    now: () => time.now,
    onNotice: (notice) => void notices.push(notice),
    onError: (error) => {
      throw error;
    },
  });
  let count = 0;
  const serve = async (over: Partial<TraceRecord>, purpose: string | null = null): Promise<void> => {
    count += 1;
    const id = `trc_${count}`;
    traces.set(id, over);
    const tier = over.local === true ? 'local' : 'free';
    const lane = { node: { provider: { spec: { def: { tier } } }, model: {} } };
    watch.heard({ kind: 'served', lane, purpose } as RelayEvent, id);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    time.now += 1_000;
  };
  const giveUp = (over: object = {}): void => {
    const event = { kind: 'gave_up', code: 'pool_exhausted', isOverLimit: false, purpose: null, ...over };
    watch.heard(event as RelayEvent, 'trc_out');
  };
  const kinds = (): string[] => notices.map(({ kind }) => kind);
  return { time, notices, get, serve, giveUp, kinds };
}

describe('NoticeWatch', () => {
  test('tells each change between the cloud and the local model once', async () => {
    const { serve, kinds, notices } = setUp();
    await serve({});
    expect(kinds()).toEqual([]);
    for (let call = 0; call < 3; call += 1) await serve(local);
    for (let call = 0; call < 3; call += 1) await serve({});
    await serve(local);
    expect(kinds()).toEqual(['local_fallback', 'cloud_again', 'local_fallback']);
    expect(notices[0]).toEqual({
      at: '2026-11-21T12:00:01.000Z',
      kind: 'local_fallback',
      provider: 'ollama',
      model: 'llama3.1:8b',
      key: null,
      trace: 'trc_2',
    });
  });

  test.each<[string, Partial<TraceRecord>]>([
    ['asked by its name', { ...local, route: 'ollama/llama3.1:8b' }],
    ['of another route', { ...local, route: 'auto:private' }],
    ['that has nobody before it', { ...local, ...unskipped }],
    ['that was faster in a race', { ...local, skipped: [], attempts: [{ ...attempt, result: 'beaten' }] }],
  ])('a local model %s is no fallback', async (_why, over) => {
    const { serve, kinds, time } = setUp();
    await serve(over);
    time.now += 1_000;
    await serve(over);
    expect(kinds()).toEqual([]);
  });

  test('a cloud that failed before the local model served is one', async () => {
    const { serve, kinds } = setUp();
    await serve({ ...local, skipped: [], attempts: [{ ...attempt, result: 'failed' }] });
    expect(kinds()).toEqual(['local_fallback']);
  });

  test('while nothing changes, no trace is looked up', async () => {
    const { serve, get } = setUp();
    for (let call = 0; call < 10; call += 1) await serve({});
    await serve(local, 'keep-warm');
    expect(get).not.toHaveBeenCalled();
    await serve(local);
    for (let call = 0; call < 10; call += 1) await serve(local);
    expect(get).toHaveBeenCalledTimes(1);
  });

  test('tells that nothing is left once a minute, and not of limits of a client’s own', () => {
    const { giveUp, kinds, time } = setUp();
    giveUp({ isOverLimit: true });
    giveUp({ purpose: 'keep-warm' });
    giveUp({ code: 'upstream_failed' });
    expect(kinds()).toEqual([]);
    giveUp();
    time.now += 59_999;
    giveUp();
    expect(kinds()).toEqual(['pool_exhausted']);
    time.now += 1;
    giveUp();
    expect(kinds()).toEqual(['pool_exhausted', 'pool_exhausted']);
  });
});
