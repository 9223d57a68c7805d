import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SimRequest, SimSpec } from '../fleet/sim-spec.ts';
import { until } from '../fleet/testing.ts';
import { asClient, startGateway, temporaryFolder, type TestGateway } from './gateway.ts';

const groqKey = `gsk_${'a'.repeat(40)}`;
const title = { content_type: 'product-title', topic: 'gourde isotherme en inox', language: 'fr' };
const post = { content_type: 'social-media-post', topic: 'gourde isotherme', language: 'fr' };
const description = { content_type: 'product-description', product_name: 'Noria', language: 'fr' };

/** Groq that answers with these texts in turn, the last one for ever. */
function writing(...texts: readonly string[]): SimSpec {
  let turn = 0;
  const answer = (): string => texts[Math.min(turn++, texts.length - 1)] ?? '';
  return { id: 'groq', keys: [groqKey], limits: [], latencyMs: 0, chunkMs: 0, answer };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly success: boolean;
    readonly content: string;
    readonly variants?: readonly string[];
    readonly model: string;
    readonly provider: string;
    readonly metadata: Record<string, unknown>;
    readonly error: { readonly code: string; readonly message: string };
  };
}

async function generate(
  gateway: TestGateway,
  payload: unknown,
  headers: object = {},
  slash = '/',
): Promise<Answer> {
  const url = gateway.app.server.listening ? gateway.context.address.url : await gateway.listen();
  const response = await fetch(`${url}/api/content-generator/generate${slash}`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json', ...headers },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

/** What one gateway makes of what its model wrote, and how often the model was asked. */
async function made(
  request: object,
  ...texts: readonly string[]
): Promise<Answer & { calls: number; asked: SimRequest['body'][] }> {
  await using gateway = await startGateway({ providers: [writing(...texts)] });
  const answer = await generate(gateway, request);
  const { calls } = gateway.fleet.get('groq');
  return { ...answer, calls: calls.length, asked: calls.map(({ body }) => body as SimRequest['body']) };
}

describe('POST /api/content-generator/generate/', () => {
  it.each(['/', ''])('answers in the contract’s shape, with the end %j', async (slash) => {
    await using gateway = await startGateway({ providers: [writing('Gourde isotherme en inox 🎉')] });
    const { status, headers, body } = await generate(gateway, title, {}, slash);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      content: 'Gourde isotherme en inox 🎉',
      model: headers.get('x-noria-model'),
      provider: 'groq',
      metadata: { content_type: 'product-title', tone: 'professional', language: 'fr', character_count: 26 },
    });
    expect(headers.get('x-noria-provider')).toBe('groq');
    expect(headers.get('x-noria-trace')).toMatch(/^trc_/);
    expect(headers.get('content-type')).toContain('application/json');
  });

  it.each([
    [{}, 400, 'invalid_request', 'content_type'],
    [{ content_type: 'poem', topic: 'a' }, 400, 'invalid_request', 'product-title, product-description'],
    [{ content_type: 'product-title' }, 400, 'invalid_request', 'topic'],
    [{ ...title, variants: 9 }, 400, 'invalid_request', 'variants'],
    [{ ...title, model: 'no-such-model' }, 404, 'model_not_found', 'no-such-model'],
    ['{"content_type":', 400, 'invalid_request', 'JSON'],
    ['[]', 400, 'invalid_request', 'object'],
  ])('%j is a %i %s that names %s', async (payload, status, code, words) => {
    await using gateway = await startGateway({ providers: [writing('Gourde')] });
    const answer = await generate(gateway, payload);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      success: false,
      error: { code, message: expect.stringContaining(words) },
    });
    expect(answer.headers.get('x-noria-trace')).toMatch(/^trc_/);
    expect(gateway.fleet.get('groq').calls).toHaveLength(0);
  });

  it('without a key is a 401, without a provider a 503, with a spent pool a 429, by GET a 405, all in its dialect', async () => {
    await using empty = await startGateway();
    expect((await generate(empty, title, { authorization: 'Bearer sk-noria-nobody' })).status).toBe(401);
    expect(await generate(empty, title)).toMatchObject({
      status: 503,
      body: { success: false, error: { code: 'no_provider' } },
    });
    const get = await fetch(`${empty.context.address.url}/api/content-generator/generate/`, {
      headers: asClient,
    });
    expect([get.status, await get.json()]).toMatchObject([405, { success: false }]);
    await using spent = await startGateway({ providers: [writing('x')], env: { NORIA_MAX_WAIT_MS: '0' } });
    spent.fleet.get('groq').always({ kind: 'rate_limited', waitMs: 60_000 });
    const refused = await generate(spent, title);
    expect(refused).toMatchObject({
      status: 429,
      body: { success: false, error: { code: 'pool_exhausted' } },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('what a model writes badly is finished without asking again', () => {
  it.each([
    ['a preamble', title, 'Voici un titre :\n\nGourde isotherme en inox', 'Gourde isotherme en inox'],
    ['quotation marks', title, '« Gourde isotherme en inox »', 'Gourde isotherme en inox'],
    ['Markdown', title, '**Gourde isotherme en inox**', 'Gourde isotherme en inox'],
    ['options', title, '1. Gourde isotherme en inox\n2. Gourde en inox', 'Gourde isotherme en inox'],
    [
      'reasoning',
      title,
      '<think>They want a title. "Sure!"</think>\nGourde isotherme en inox',
      'Gourde isotherme en inox',
    ],
    ['a count', title, 'Gourde isotherme en inox (24 caractères)', 'Gourde isotherme en inox'],
    [
      'French typography',
      post,
      'C\'est l\'été! Une gourde "fraîche": oui?',
      'C’est l’été\u202f! Une gourde «\u202ffraîche\u202f»\u00a0: oui\u202f?',
    ],
    [
      'English typography',
      { ...post, language: 'en' },
      'It\'s a "cool" bottle -- really ...',
      'It’s a “cool” bottle—really…',
    ],
    [
      'a note',
      description,
      'Bien sûr !\n\nNoria est une gourde pour les voyages.\n\nN’hésitez pas à me demander une autre version.',
      'Noria est une gourde pour les voyages.',
    ],
  ])('%s', async (_name, request, written, content) => {
    const answer = await made(request, written);
    expect(answer.body.content).toBe(content);
    expect(answer.calls).toBe(1);
  });
});

describe('what cannot be used is repaired once', () => {
  const good = 'Gourde isotherme en inox';
  it.each([
    [
      'too long',
      title,
      `${good} pour les voyages, la plage, la montagne et le bureau`,
      'characters long; at most 60',
      good,
    ],
    ['in another language', title, 'The best insulated bottle for all of your trips', 'not written in', good],
    ['with a price that nobody gave', title, `${good} à 19,99 €`, '"19,99"', good],
    ['without a keyword', { ...title, keywords: 'inox' }, 'Gourde isotherme', '"inox"', good],
    ['empty', title, '<think>hm</think>', 'no text', good],
    ['a refusal', title, 'Désolé, je ne peux pas vous aider.', 'refuses', good],
    [
      'with a capital on each word',
      { ...title, topic: 'gourde' },
      'Gourde Isotherme En Inox Brossé',
      'capital',
      good,
    ],
    [
      'with a gap',
      description,
      'La gourde de [marque] est pour les voyages.',
      '"[marque]"',
      'La gourde Noria est pour les voyages.',
    ],
  ])('%s', async (...[, request, bad, told, repaired]) => {
    const answer = await made(request, bad, repaired);
    expect(answer.body).toMatchObject({ success: true, content: repaired });
    expect(answer.calls).toBe(2);
    const messages = answer.asked[1]?.messages as { role: string; content: string }[];
    expect(messages.at(-1)?.content).toContain(told);
    if (bad !== '<think>hm</think>') expect(messages.some(({ role }) => role === 'assistant')).toBe(true);
  });

  it('never more than once: then it is cut at a word', async () => {
    const long = 'Gourde isotherme en inox brossé pour les voyages et la randonnée en montagne';
    const answer = await made(title, long, long);
    expect(answer.body.content).toBe('Gourde isotherme en inox brossé pour les voyages');
    expect(answer.calls).toBe(2);
  });

  it('then its invented sentence goes, where the rest stands; else it is an honest error', async () => {
    const invents = 'Une gourde pour la plage et la montagne. Seulement 12 € !';
    expect((await made(post, invents, invents)).body.content).toBe(
      'Une gourde pour la plage et la montagne.',
    );
    const answer = await made(post, 'Seulement 12 € !', 'Seulement 13 € !');
    expect(answer).toMatchObject({
      status: 502,
      calls: 2,
      body: { success: false, error: { code: 'upstream_failed' } },
    });
    expect(answer.body.error.message).toContain('"13"');
    expect(answer.headers.get('x-noria-provider')).toBe('groq');
  });

  it('a repair without the keyword is no error, and the better text wins', async () => {
    const answer = await made({ ...title, keywords: 'zinc' }, 'Gourde isotherme', 'Gourde isotherme à 12 €');
    expect(answer.body).toMatchObject({ success: true, content: 'Gourde isotherme' });
  });

  it('a text in the wrong language twice is an error, an empty one as well', async () => {
    expect(await made(title, 'The bottle for all of your trips')).toMatchObject({ status: 502, calls: 2 });
    expect(await made(title, '<think>hm</think>')).toMatchObject({
      status: 502,
      body: { error: { code: 'upstream_failed' } },
    });
  });

  it('when no repair can be had, what was written is mended', async () => {
    await using gateway = await startGateway({
      providers: [writing('Une gourde pour la plage et la mer. Seulement 12 € !')],
      env: { NORIA_MAX_WAIT_MS: '0' },
    });
    const refused = { kind: 'rate_limited', waitMs: 60_000 } as const;
    gateway.fleet.get('groq').script({ kind: 'ok' }, ...Array.from({ length: 30 }, () => refused));
    expect((await generate(gateway, post)).body).toMatchObject({
      success: true,
      content: 'Une gourde pour la plage et la mer.',
    });
  });
});

describe('posts are within the limit of their platform', () => {
  const long = `${'Une phrase sur la gourde et la plage, la mer et la montagne. '.repeat(80)}#été #mer`;
  it.each([
    ['X', 280],
    ['Bluesky', 300],
    ['Threads', 500],
    ['Mastodon', 500],
    ['Instagram', 2_200],
    ['LinkedIn', 3_000],
    [undefined, 280],
  ])('%s: %i', async (platform, most) => {
    const { body } = await made({ ...post, platform }, long);
    expect(body.content.length).toBeLessThanOrEqual(most);
    expect(body.content.length).toBeGreaterThan(most * 0.6);
    expect(body.content).toMatch(/montagne\.$/);
  });
});

describe('variants', () => {
  it('are had in one call, distinct, the first is the content', async () => {
    const answer = await made(
      { ...title, variants: 3 },
      'Gourde en inox\n=====\nGourde isotherme\n=====\nGourde de voyage',
    );
    expect(answer.body.variants).toEqual(['Gourde en inox', 'Gourde isotherme', 'Gourde de voyage']);
    expect(answer.body.content).toBe('Gourde en inox');
    expect(answer.calls).toBe(1);
  });

  it('that are missing, repeated or faulty are asked for once more', async () => {
    const answer = await made(
      { ...title, variants: 3 },
      '1. Gourde en inox\n2. « gourde en INOX »\n3. Gourde à 12 €',
      'Gourde isotherme\n=====\nGourde de voyage',
    );
    expect(answer.body.variants).toEqual(['Gourde en inox', 'Gourde isotherme', 'Gourde de voyage']);
    expect(answer.calls).toBe(2);
  });

  it('that do not come are not made up', async () => {
    const answer = await made(
      { ...title, variants: 5 },
      'Gourde en inox\n=====\nGourde de voyage',
      'Gourde en inox',
    );
    expect(answer.body.variants).toEqual(['Gourde en inox', 'Gourde de voyage']);
  });
});

describe('who writes', () => {
  // Without a key of its own: it serves once it was seen to answer.
  const space: SimSpec = {
    id: 'hf_space',
    profile: 'hf_space',
    keys: [],
    space: 'gradio',
    latencyMs: 0,
    chunkMs: 0,
    answer: 'Gourde de la Space',
  };
  const hub: SimSpec = {
    id: 'huggingface',
    keys: [`hf_${'a'.repeat(34)}`],
    limits: [],
    latencyMs: 0,
    answer: 'Gourde de l’API',
  };
  const mistral: SimSpec = {
    id: 'mistral',
    keys: ['m'.repeat(32)],
    limits: [],
    latencyMs: 0,
    answer: 'Gourde de Mistral',
  };
  const groq = writing('Gourde de Groq');

  it.each([
    [[mistral, hub, space, groq], {}, 'groq'],
    [[mistral, hub, space], {}, 'hf_space'],
    [[mistral, hub, space], { USE_INFERENCE_API: 'true' }, 'huggingface'],
    [[mistral, hub, space, groq], { USE_INFERENCE_API: 'true' }, 'groq'],
    [[mistral], {}, 'mistral'],
  ])('of %#', async (providers, env, first) => {
    await using gateway = await startGateway({ providers, env });
    await gateway.context.discovery.start();
    const { body, headers } = await generate(gateway, { ...title, topic: 'gourde' });
    expect(body).toMatchObject({ success: true, provider: first });
    expect(headers.get('x-noria-provider')).toBe(first);
  });

  it('goes on from Groq to the Space to the others when they fail', async () => {
    await using gateway = await startGateway({ providers: [groq, space, mistral] });
    await gateway.context.discovery.start();
    gateway.fleet.get('groq').always('server_error');
    expect((await generate(gateway, title)).body.provider).toBe('hf_space');
    gateway.fleet.get('hf_space').always('server_error');
    expect((await generate(gateway, title)).body.provider).toBe('mistral');
  });

  it('is the model that the request names, and the route that the owner wrote', async () => {
    await using gateway = await startGateway({ providers: [groq, mistral] });
    const named = await generate(gateway, { ...title, model: 'mistral/mistral-medium-latest' });
    expect(named.body).toMatchObject({ provider: 'mistral', model: 'mistral-medium-latest' });
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'noria.yaml'), 'routes: { content: { steps: [mistral, groq] } }\n');
    {
      await using owned = await startGateway({ providers: [groq, mistral], folder });
      expect((await generate(owned, title)).body.provider).toBe('mistral');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told of by the trace, with its strategy and its session', async () => {
    await using gateway = await startGateway({ providers: [groq, mistral] });
    const { headers } = await generate(gateway, title, {
      'x-noria-strategy': 'race',
      'x-noria-session': 's1',
    });
    const id = headers.get('x-noria-trace') ?? '';
    await until(() => gateway.context.relay.running === 0);
    expect(await gateway.context.traces.get(id)).toMatchObject({ strategy: 'race' });
    expect((await generate(gateway, title, { 'x-noria-strategy': 'best' })).status).toBe(400);
  });
});

describe('one deadline', () => {
  it('holds for the text and its repair together', async () => {
    const slow = { ...writing('Gourde à 12 €'), latencyMs: 150 };
    await using gateway = await startGateway({ providers: [slow] });
    const from = performance.now();
    const { status, body } = await generate(gateway, post, { 'x-noria-deadline-ms': '250' });
    expect([status, body.error?.code]).toEqual([504, 'deadline_exceeded']);
    expect(performance.now() - from).toBeLessThan(1_500);
  });

  it('a client that leaves ends the call', async () => {
    await using gateway = await startGateway({ providers: [writing('x')] });
    const url = await gateway.listen();
    const groq = gateway.fleet.get('groq');
    groq.always('hang');
    const leave = new AbortController();
    const asked = fetch(`${url}/api/content-generator/generate/`, {
      method: 'POST',
      headers: asClient,
      body: JSON.stringify(title),
      signal: leave.signal,
    }).catch(() => undefined);
    await until(() => groq.calls.length === 1);
    leave.abort();
    await asked;
    await until(() => groq.calls[0]?.aborted === true && gateway.context.relay.running === 0);
  });
});
