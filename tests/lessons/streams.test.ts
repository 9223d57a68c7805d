import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SimFaultStep, SimSpec } from '../../fleet/sim-spec.ts';
import { KeptOpen } from '../../src/relay/kept-open.ts';
import { createVirtualClock } from '../../src/simulate/virtual-clock.ts';
import { contentOf, eventsOf, groqKey } from '../support/gateway.ts';
import { textSink } from '../support/chat-request.ts';
import { codeOf, openLesson, rested } from './lesson-gateway.ts';

const answer = 'Zwölf Räder drehen 🌊 sich im Fluss, und keines hält je an.';

describe('every wire', () => {
  const wires: { spec: SimSpec; yaml: string }[] = [
    {
      spec: { id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [] },
      yaml: 'groq: { limits: {}, models: [openai/gpt-oss-20b] }',
    },
    {
      spec: { id: 'anthropic', keys: [`sk-ant-api03-${'a'.repeat(80)}`], models: ['*'], limits: [] },
      yaml: 'anthropic: { limits: {}, models: [claude-x] }',
    },
    { spec: { id: 'ollama', keys: [], models: ['llama3.1:8b'] }, yaml: 'ollama: { models: [llama3.1:8b] }' },
  ];
  const cuts: SimFaultStep[] = [
    { kind: 'cut', afterChars: 20 },
    { kind: 'error_in_stream', afterChars: 20 },
    { kind: 'end_without_done', afterChars: 20 },
    { kind: 'partial_json' },
  ];
  const emptyHanded: SimFaultStep[] = [
    { kind: 'error_in_body' },
    { kind: 'empty_answer' },
    { kind: 'bot_page' },
    { kind: 'html_error' },
    { kind: 'refuse_connection' },
    { kind: 'status', status: 204, body: '' },
    { kind: 'status', status: 200, body: '' },
    { kind: 'status', status: 200, body: '<html>hi</html>', headers: { 'content-type': 'text/html' } },
  ];

  it.each(wires)(
    '$spec.id: a cut stream is a faithful beginning and an error, never a clean end (Portkey gateway#1797)',
    async ({ spec, yaml }) => {
      await using gateway = await openLesson({
        specs: [{ ...spec, answer, chunks: 12 }],
        yaml: `providers: { ${yaml} }`,
      });
      await gateway.context.discovery.start();
      for (const fault of cuts) {
        gateway.fleet.get(spec.id).script(fault);
        const { raw } = await gateway.stream({ deadlineMs: 3_000, resume: false });
        expect(answer.startsWith(contentOf(raw))).toBe(true);
        expect(contentOf(raw).length).toBeGreaterThan(0);
        expect(raw).not.toContain('[DONE]');
        expect(eventsOf(raw).at(-1)).toMatchObject({ error: { code: 'stream_interrupted', partial: true } });
        rested(gateway.context);
      }
    },
  );

  it.each(wires)(
    '$spec.id: an error, a page or nothing inside a 200 is no success, streamed or not (litellm#32237)',
    async ({ spec, yaml }) => {
      await using gateway = await openLesson({
        specs: [{ ...spec, answer }],
        yaml: `providers: { ${yaml} }`,
      });
      await gateway.context.discovery.start();
      for (const fault of emptyHanded) {
        for (const stream of [true, false]) {
          gateway.fleet.get(spec.id).always(fault);
          const code = await gateway.ask({ stream, deadlineMs: 240 }).then(() => 'answered', codeOf);
          expect(['upstream_failed', 'pool_exhausted']).toContain(code);
          rested(gateway.context);
        }
      }
      for (const { successes } of gateway.context.keyring.list()) expect(successes).toBe(0);
    },
    30_000,
  );
});

describe('a stream', () => {
  it('that pauses is kept open by comments every 10 s (freellmapi#553)', () => {
    const clock = createVirtualClock(0);
    const pass = (untilAt: number): void => {
      while ((clock.nextAt() ?? Infinity) <= untilAt) clock.step();
      clock.moveTo(untilAt);
    };
    const sink = textSink();
    const client = new KeptOpen(sink, clock);
    pass(4_000);
    client.write('data: 1\n\n');
    pass(35_000);
    expect(sink.text()).toBe('data: 1\n\n: heartbeat\n\n: heartbeat\n\n: heartbeat\n\n');
    client.end();
    pass(100_000);
    expect(sink.text().match(/heartbeat/g)).toHaveLength(3);
  });
});

describe('a client who leaves', () => {
  it('while it waits for quota takes nothing, and leaves nothing behind (litellm#13774, #37140)', async () => {
    await using gateway = await openLesson({
      specs: [{ id: 'groq', keys: [groqKey(1)], models: ['*'], limits: [] }],
      yaml: 'providers: { groq: { limits: { requests: { hour: 3 } }, models: [openai/gpt-oss-20b] } }',
    });
    await gateway.codes(3);
    const clients = new AbortController();
    const waiting = gateway.codes(20, { deadlineMs: 40_000_000, signal: clients.signal });
    await sleep(60);
    expect(gateway.context.relay.running).toBe(20);
    clients.abort();
    expect(new Set(await waiting)).toEqual(new Set(['client_closed']));
    expect(gateway.context.relay.running).toBe(0);
    expect(gateway.fleet.get('groq').count()).toBe(3);
    for (const bucket of gateway.context.ledger.all()) expect(bucket.inFlight).toBe(0);
  });
});
