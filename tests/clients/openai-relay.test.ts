import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { until } from '../../fleet/testing.ts';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { asAdmin, clientKey } from '../gateway.ts';
import { openClientGateway, type ClientGateway } from '../support/client-gateway.ts';
import { groqKey } from '../support/gateway.ts';

/** Accents, surrogate pairs, sentences twice: all that is awkward to cut. */
const answer =
  'The wheel turns. « Où va l’eau ? » 🌊🦜\n\n- one\n- two\n- one\n- two\n\nThe wheel turns. "Quoted", ha ha ha; žluťoučký kůň. ' +
  'And so on, and so on, until the mill stands still for the night.';
const common = { answer, latencyMs: 0, chunkMs: 0, limits: [], chunks: 60 } as const;
const groq: SimSpec = { id: 'groq', keys: [groqKey(1)], ...common };
const mistral: SimSpec = { id: 'mistral', keys: ['m'.repeat(32)], ...common };
const yaml =
  'providers: { groq: { limits: {}, models: [openai/gpt-oss-20b] }, mistral: { limits: {}, models: [mistral-medium-latest] } }\n' +
  'routes: { auto: { strategy: cascade, steps: [groq, mistral] } }\n';

interface Told {
  readonly text: string;
  /** The dialect's own word that the answer is whole has come. */
  readonly whole: boolean;
  readonly headers: Headers;
}

interface Way {
  readonly name: string;
  readonly stream: (client: OpenAI, headers?: Record<string, string>) => Promise<Told>;
}

const ways: readonly Way[] = [
  {
    name: '/v1/responses',
    stream: async ({ responses }, headers = {}) => {
      const { data, response } = await responses
        .create({ model: 'auto', input: 'Hello', stream: true, store: false }, { headers })
        .withResponse();
      let text = '';
      let whole = false;
      for await (const event of data) {
        if (event.type === 'response.output_text.delta') text += event.delta;
        if (event.type !== 'response.completed') continue;
        whole = true;
        expect(event.response.output).toMatchObject([{ content: [{ text }] }]);
      }
      return { text, whole, headers: response.headers };
    },
  },
  {
    name: '/v1/completions',
    stream: async ({ completions }, headers = {}) => {
      const { data, response } = await completions
        .create({ model: 'auto', prompt: 'Hello', stream: true }, { headers })
        .withResponse();
      let text = '';
      let whole = false;
      for await (const { choices } of data) {
        text += choices[0]?.text ?? '';
        whole ||= choices[0]?.finish_reason === 'stop';
      }
      return { text, whole, headers: response.headers };
    },
  },
];

function sdk(gateway: ClientGateway): OpenAI {
  return new OpenAI({ apiKey: clientKey, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
}

async function traceOf(gateway: ClientGateway, headers: Headers): Promise<Record<string, unknown>> {
  const url = `${gateway.url}/api/traces/${headers.get('x-noria-trace')}`;
  return (await (await fetch(url, { headers: asAdmin })).json()) as Record<string, unknown>;
}

/** As if nothing had gone wrong before. */
function forget({ context }: ClientGateway): void {
  for (const provider of context.pool.providers.values()) {
    provider.breaker = { state: 'closed', failures: 0 };
    for (const node of provider.models.values())
      Object.assign(node.pace, { good: 1, rank: 0, sunkUntilAt: 0 });
    for (const key of provider.keys) context.keyring.reset(key.id);
  }
}

describe.each(ways)('$name', ({ stream }) => {
  test('fails over before the first content, and the trace tells of both attempts', async () => {
    await using gateway = await openClientGateway({ specs: [groq, mistral], yaml });
    gateway.fleet.get('groq').always('server_error');
    const { text, whole, headers } = await stream(sdk(gateway));
    expect([text, whole, headers.get('x-noria-provider')]).toEqual([answer, true, 'mistral']);
    expect(Number(headers.get('x-noria-attempts'))).toBeGreaterThan(1);
    const trace = await traceOf(gateway, headers);
    expect(trace).toMatchObject({ outcome: 'served', provider: 'mistral', stream: true });
    expect(JSON.stringify(trace.attempts)).toContain('groq');
  });

  test('races: the first that speaks wins, the other is let go', async () => {
    await using gateway = await openClientGateway({ specs: [groq, mistral], yaml });
    gateway.fleet.get('groq').always('hang');
    const { text, headers } = await stream(sdk(gateway), { 'x-noria-strategy': 'race' });
    expect([text, headers.get('x-noria-provider')]).toEqual([answer, 'mistral']);
    expect(await traceOf(gateway, headers)).toMatchObject({ strategy: 'race' });
    await until(() => gateway.fleet.get('groq').calls[0]?.aborted === true);
  });

  test('hedges: a second lane starts when the first is late', async () => {
    await using gateway = await openClientGateway({ specs: [groq, mistral], yaml });
    gateway.fleet.get('groq').always('hang');
    const { text, headers } = await stream(sdk(gateway), { 'x-noria-strategy': 'hedge' });
    expect([text, headers.get('x-noria-provider')]).toEqual([answer, 'mistral']);
    expect(JSON.stringify(await traceOf(gateway, headers))).toContain('"hedge"');
  });

  test('waits for quota when all of it is spent, and is served without a refusal', async () => {
    const limits = [
      { unit: 'requests', amount: 1, window: { kind: 'refill', ms: 1_000 }, per: 'account' },
    ] as const;
    await using gateway = await openClientGateway({
      specs: [{ ...groq, limits }],
      yaml: 'providers: { groq: { limits: { requests: { second: 1 } }, models: [openai/gpt-oss-20b] } }\n',
    });
    const told = await Promise.all([stream(sdk(gateway)), stream(sdk(gateway))]);
    expect(told.map(({ text }) => text)).toEqual([answer, answer]);
    expect(gateway.fleet.get('groq').count({ status: 429 })).toBe(0);
  });

  test('a stream that is cut goes on over another lane, without repeating or losing a character', async () => {
    await using gateway = await openClientGateway({
      specs: [groq, mistral],
      yaml,
      env: { LOG_LEVEL: 'error' },
    });
    for (let afterChars = 1; afterChars < answer.length; afterChars += 9) {
      gateway.fleet.get('groq').script({ kind: 'cut', afterChars });
      const { text, whole } = await stream(sdk(gateway));
      expect([text, whole], `cut after ${afterChars}`).toEqual([answer, true]);
      forget(gateway);
    }
    expect(gateway.fleet.get('mistral').count()).toBeGreaterThan(10);
  });

  test('x-noria-resume: off tells of the cut instead', async () => {
    await using gateway = await openClientGateway({ specs: [groq, mistral], yaml });
    gateway.fleet.get('groq').script({ kind: 'cut', afterChars: 20 });
    await expect(stream(sdk(gateway), { 'x-noria-resume': 'off' })).rejects.toMatchObject({
      code: 'stream_interrupted',
    });
    expect(gateway.fleet.get('mistral').count()).toBe(0);
  });

  test('x-noria-session stays on one model, x-noria-deadline-ms ends the waiting', async () => {
    await using gateway = await openClientGateway({ specs: [groq, mistral], yaml });
    gateway.fleet.get('groq').script('server_error');
    const session = { 'x-noria-session': 'one' };
    expect((await stream(sdk(gateway), session)).headers.get('x-noria-provider')).toBe('mistral');
    forget(gateway);
    expect((await stream(sdk(gateway), session)).headers.get('x-noria-provider')).toBe('mistral');
    for (const id of ['groq', 'mistral']) gateway.fleet.get(id).always('hang');
    await expect(stream(sdk(gateway), { 'x-noria-deadline-ms': '150' })).rejects.toMatchObject({
      status: 504,
      code: 'deadline_exceeded',
    });
  });
});
