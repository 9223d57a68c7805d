import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { Subscriber } from './subscriber.ts';

/** A connection whose other side reads when the test says so. */
class Connection extends EventEmitter {
  written: string[] = [];
  flows = true;
  destroyed = false;
  writableEnded = false;
  readonly socket = null;

  write(text: string): boolean {
    this.written.push(text);
    return this.flows;
  }

  end(): void {
    this.writableEnded = true;
  }

  destroy(): void {
    this.destroyed = true;
  }

  drain(): void {
    this.flows = true;
    this.emit('drain');
  }

  take(): string[] {
    return this.written.splice(0);
  }
}

function setUp() {
  const raw = new Connection();
  const time = { now: 1_000, ticks: 0, allowed: true };
  const clock = { now: () => time.now, ticks: () => time.ticks, after: () => ({}), cancel: () => undefined };
  const subscriber = new Subscriber({
    raw: raw as unknown as ServerResponse,
    clock,
    isAllowed: () => time.allowed,
  });
  const pass = (ms: number): void => {
    time.now += ms;
    time.ticks += ms;
    subscriber.look();
  };
  return { raw, time, subscriber, pass };
}

const keys = (given: Record<string, string | null>): Map<string, string | null> =>
  new Map(Object.entries(given));

describe('a reader', () => {
  test('gets events with ids that grow, within a millisecond, over restarts and when the clock steps back', () => {
    const { raw, time, subscriber } = setUp();
    subscriber.quotas('{"a":1}');
    subscriber.keys(keys({ k1: '{"id":"k1"}', k2: null }));
    time.now = 10;
    subscriber.request('{"id":"trc_1"}');
    time.now = 5_000;
    subscriber.notice('{}');
    expect(raw.take()).toEqual([
      'event: quotas\nid: 1000\ndata: {"a":1}\n\n',
      'event: keys\nid: 1001\ndata: {"changed":[{"id":"k1"}],"removed":["k2"]}\n\n',
      'event: request\nid: 1002\ndata: {"trace":{"id":"trc_1"},"missed":0}\n\n',
      'event: notice\nid: 5000\ndata: {}\n\n',
    ]);
  });

  test('hears a comment when nothing else was said for 10 s', () => {
    const { raw, subscriber, pass } = setUp();
    for (let second = 1; second <= 9; second += 1) pass(1_000);
    expect(raw.take()).toEqual([]);
    pass(1_000);
    expect(raw.take()).toEqual([': heartbeat\n\n']);
    for (let second = 1; second <= 9; second += 1) pass(1_000);
    subscriber.quotas('{}');
    raw.take();
    pass(1_000);
    expect(raw.take()).toEqual([]);
  });

  test('is told of requests that were left out with the next one, or within a second', () => {
    const { raw, subscriber, pass } = setUp();
    subscriber.missed();
    subscriber.missed();
    subscriber.request('{"id":"trc_1"}');
    expect(raw.take()[0]).toContain('{"trace":{"id":"trc_1"},"missed":2}');
    subscriber.missed();
    expect(raw.take()).toEqual([]);
    pass(1_000);
    expect(raw.take()[0]).toContain('{"trace":null,"missed":1}');
    pass(1_000);
    expect(raw.take()).toEqual([]);
  });

  test('who is not allowed any more is shown out at the next look', () => {
    const { raw, time, subscriber, pass } = setUp();
    time.allowed = false;
    pass(1_000);
    expect(raw.writableEnded).toBe(true);
    subscriber.quotas('{}');
    expect(raw.take()).toEqual([]);
  });
});

describe('a slow reader', () => {
  test('has one event on its connection, and then gets what holds now', () => {
    const { raw, subscriber } = setUp();
    raw.flows = false;
    subscriber.quotas('{"turn":0}');
    raw.take();
    for (let turn = 1; turn <= 10_000; turn += 1) {
      subscriber.quotas(`{"turn":${turn}}`);
      subscriber.keys(keys({ [`k${turn % 3}`]: `{"turn":${turn}}` }));
      subscriber.request(`{"id":"trc_${turn}"}`);
      subscriber.notice(`{"turn":${turn}}`);
    }
    subscriber.keys(keys({ k0: null }));
    expect(raw.take()).toEqual([]);
    raw.drain();
    const said = raw.take().map((text) => text.replace(/id: \d+\n/, ''));
    expect(said.slice(0, 20)).toEqual(
      Array.from({ length: 20 }, (_, place) => `event: notice\ndata: {"turn":${9_981 + place}}\n\n`),
    );
    expect(said.slice(20)).toEqual([
      'event: quotas\ndata: {"turn":10000}\n\n',
      'event: keys\ndata: {"changed":[{"turn":10000},{"turn":9998}],"removed":["k0"]}\n\n',
    ]);
    subscriber.request('{"id":"trc_x"}');
    expect(raw.take()[0]).toContain('{"trace":{"id":"trc_x"},"missed":10000}');
  });

  test('is held back again by the first event it does not take', () => {
    const { raw, subscriber } = setUp();
    raw.flows = false;
    for (const data of ['1', '2', '3']) subscriber.notice(data);
    expect(raw.take()).toHaveLength(1);
    raw.emit('drain');
    expect(raw.take()).toHaveLength(1);
    raw.drain();
    expect(raw.take()).toHaveLength(1);
  });

  test('that takes nothing for 30 s is cut off; until then no comment is added', () => {
    const { raw, subscriber, pass } = setUp();
    raw.flows = false;
    subscriber.quotas('{}');
    raw.take();
    for (let second = 1; second < 30; second += 1) pass(1_000);
    expect([raw.destroyed, raw.take()]).toEqual([false, []]);
    pass(1_000);
    expect(raw.destroyed).toBe(true);
  });

  test('that stops with the service is not waited for', () => {
    const { raw, subscriber } = setUp();
    raw.flows = false;
    subscriber.quotas('{}');
    subscriber.end();
    expect(raw.destroyed).toBe(true);
  });
});
