import OpenAI, { NotFoundError } from 'openai';
import { describe, expect, test } from 'vitest';
import { adminToken, clientKey } from '../gateway.ts';
import { openClientGateway, type ClientGateway } from '../support/client-gateway.ts';
import { groqKey } from '../support/gateway.ts';

const text = 'The river never stops — žluť, 🦜 — and the wheel turns with it.';
const groq = { id: 'groq', keys: [groqKey(1)], latencyMs: 0, chunkMs: 0, limits: [] } as const;
const yaml =
  'providers: { groq: { limits: {}, models: [openai/gpt-oss-120b] } }\nroutes: { auto: { strategy: cascade, steps: [groq] } }\n';

const model = 'openai/gpt-5-mini';
/** A provider of which nobody knows that it cannot see. */
const seeing = {
  specs: [{ ...groq, id: 'openai', keys: ['sk-test-000000000000000000001'] }],
  yaml: 'providers: { openai: { limits: {}, models: [gpt-5-mini] } }',
};

function sdk(gateway: ClientGateway, apiKey = clientKey): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
}

function bodyOf(gateway: ClientGateway, at = -1): Record<string, unknown> {
  return gateway.fleet.get('groq').calls.at(at)?.body as Record<string, unknown>;
}

describe('previous_response_id', () => {
  test('goes on with the conversation, streamed or not, as long as it is known', async () => {
    await using gateway = await openClientGateway({
      specs: [{ ...groq, answer: ({ lastUserText }) => `heard ${lastUserText}` }],
      yaml,
    });
    const client = sdk(gateway);
    const first = await client.responses.create({
      model: 'auto',
      input: 'one',
      instructions: 'Only for one.',
    });
    const stream = client.responses.stream({ model: 'auto', input: 'two', previous_response_id: first.id });
    const second = await stream.finalResponse();
    expect(second.previous_response_id).toBe(first.id);
    await client.responses.create({ model: 'auto', input: 'three', previous_response_id: second.id });
    expect(bodyOf(gateway)).toMatchObject({
      messages: [
        { role: 'user', content: 'one' },
        { role: 'assistant', content: 'heard one' },
        { role: 'user', content: 'two' },
        { role: 'assistant', content: 'heard two' },
        { role: 'user', content: 'three' },
      ],
    });
  });

  test('a response can be read, listed and deleted; then nothing goes on from it', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text }], yaml });
    const client = sdk(gateway);
    const made = await client.responses.create({
      model: 'auto',
      input: [
        { role: 'user', content: 'a' },
        { role: 'user', content: 'b' },
      ],
    });
    expect(await client.responses.retrieve(made.id)).toEqual(made);
    const items = await client.responses.inputItems.list(made.id, { order: 'asc', limit: 1 });
    expect(items.data).toMatchObject([{ type: 'message', role: 'user', content: 'a' }]);
    const all: unknown[] = [];
    for await (const item of items) all.push(item);
    expect(all).toHaveLength(2);
    await client.responses.delete(made.id);
    await expect(client.responses.retrieve(made.id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(
      client.responses.create({ model: 'auto', input: 'c', previous_response_id: made.id }),
    ).rejects.toMatchObject({ status: 404, code: 'not_found', param: 'previous_response_id' });
  });

  test('what another client has is not there, and store: false keeps nothing', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text }], yaml });
    const mine = await sdk(gateway).responses.create({ model: 'auto', input: 'secret' });
    const other = sdk(gateway, adminToken);
    await expect(other.responses.retrieve(mine.id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(other.responses.delete(mine.id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(
      other.responses.create({ model: 'auto', input: 'x', previous_response_id: mine.id }),
    ).rejects.toBeInstanceOf(NotFoundError);
    const calls = gateway.fleet.get('groq').count();
    const unkept = await sdk(gateway).responses.create({ model: 'auto', input: 'gone', store: false });
    await expect(sdk(gateway).responses.retrieve(unkept.id)).rejects.toBeInstanceOf(NotFoundError);
    expect(gateway.fleet.get('groq').count()).toBe(calls + 1);
  });

  test('a conversation whose middle was deleted is refused, and says so', async () => {
    await using gateway = await openClientGateway({ specs: [{ ...groq, answer: text }], yaml });
    const client = sdk(gateway);
    const one = await client.responses.create({ model: 'auto', input: 'one' });
    const two = await client.responses.create({ model: 'auto', input: 'two', previous_response_id: one.id });
    await client.responses.delete(one.id);
    await expect(
      client.responses.create({ model: 'auto', input: 'three', previous_response_id: two.id }),
    ).rejects.toThrow(/not whole any more/);
  });

  test('a conversation larger than a body may be is refused before it is read', async () => {
    const url = `data:image/png;base64,${'A'.repeat(600_000)}`;
    const picture = { type: 'input_image', image_url: url, detail: 'low' } as const;
    await using gateway = await openClientGateway({ ...seeing, env: { NORIA_BODY_LIMIT_MB: '1' } });
    const { responses } = sdk(gateway);
    const one = await responses.create({ model, input: [{ role: 'user' as const, content: [picture] }] });
    const asked = { model, input: [{ role: 'user' as const, content: [picture] }] };
    const two = await responses.create({ ...asked, previous_response_id: one.id });
    await expect(
      responses.create({ model, input: 'more', previous_response_id: two.id }),
    ).rejects.toMatchObject({
      status: 400,
      code: 'context_too_long',
      param: 'previous_response_id',
      message: expect.stringContaining('larger than the 1 MB'),
    });
    expect(gateway.fleet.get('openai').count()).toBe(2);
  });

  test('prompt_cache_key keeps its requests on one model while that serves', async () => {
    const mistral = { ...groq, id: 'mistral', keys: ['m'.repeat(32)], answer: text };
    await using gateway = await openClientGateway({
      specs: [{ ...groq, answer: text }, mistral],
      yaml:
        'providers: { groq: { limits: {}, models: [openai/gpt-oss-120b] }, mistral: { limits: {}, models: [mistral-medium-latest] } }\n' +
        'routes: { auto: { strategy: cascade, steps: [groq, mistral] } }\n',
    });
    const ask = async (key: string): Promise<string | null> => {
      const asked = sdk(gateway).responses.create({ model: 'auto', input: 'Hello', prompt_cache_key: key });
      return (await asked.withResponse()).response.headers.get('x-noria-provider');
    };
    gateway.fleet.get('groq').always('server_error');
    expect(await ask('one')).toBe('mistral');
    gateway.fleet.get('groq').always(null);
    for (const provider of gateway.context.pool.providers.values()) {
      provider.breaker = { state: 'closed', failures: 0 };
      for (const node of provider.models.values())
        Object.assign(node.pace, { good: 1, rank: 0, sunkUntilAt: 0 });
      for (const key of provider.keys) gateway.context.keyring.reset(key.id);
    }
    expect(await ask('one')).toBe('mistral');
    expect(await ask('two')).toBe('groq');
  });
});
