import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../../fleet/testing.ts';
import { asClient, startGateway, temporaryFolder, type TestGateway } from '../../../tests/gateway.ts';

const mistral = {
  id: 'mistral',
  keys: ['mistral-key-0001'],
  latencyMs: 0,
  chunkMs: 0,
  limits: [],
  answer: 'The wheel turns.',
} as const;

function post(gateway: TestGateway, payload: object, headers: Record<string, string> = {}) {
  return gateway.app.inject({
    method: 'POST',
    url: '/v1/responses',
    headers: { ...asClient, ...headers },
    payload,
  });
}

const call = { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' };

describe('POST /v1/responses refuses in OpenAI’s dialect, naming the field:', () => {
  test.each([
    [{}, 'input'],
    [{ input: 7 }, 'input'],
    [{ input: [] }, 'input'],
    [{ input: ['x'] }, 'input[0]'],
    [{ input: [{ role: 'king', content: 'x' }] }, 'input[0].role'],
    [{ input: [{ role: 'user', content: 7 }] }, 'input[0].content'],
    [{ input: [{ role: 'user', content: ['x'] }] }, 'input[0].content[0]'],
    [{ input: [{ role: 'user', content: [{ type: 'input_text' }] }] }, 'input[0].content[0].text'],
    [{ input: [{ role: 'user', content: [{ type: 'input_audio' }] }] }, 'input[0].content[0].type'],
    [
      { input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }] },
      'input[0].content[0].image_url',
    ],
    [
      { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }] },
      'input[0].content[0].file_data',
    ],
    [{ input: [{ type: 'item_reference', id: 'x' }] }, 'input[0].type'],
    [{ input: [{ ...call, arguments: {} }] }, 'input[0].arguments'],
    [{ input: [{ ...call, call_id: '' }] }, 'input[0].call_id'],
    [{ input: [{ type: 'function_call_output', call_id: 'c2', output: 'x' }] }, 'input[0].call_id'],
    [{ input: 'x', instructions: 7 }, 'instructions'],
    [{ input: 'x', model: 7 }, 'model'],
    [{ input: 'x', stream: 'yes' }, 'stream'],
    [{ input: 'x', store: 'yes' }, 'store'],
    [{ input: 'x', metadata: 'yes' }, 'metadata'],
    [{ input: 'x', max_output_tokens: 0 }, 'max_output_tokens'],
    [{ input: 'x', reasoning: 'high' }, 'reasoning'],
    [{ input: 'x', background: true }, 'background'],
    [{ input: 'x', conversation: 'conv_1' }, 'conversation'],
    [{ input: 'x', prompt: { id: 'p' } }, 'prompt'],
    [{ input: 'x', truncation: 'some' }, 'truncation'],
    [{ input: 'x', include: 'all' }, 'include'],
    [{ input: 'x', text: { format: { type: 'xml' } } }, 'text.format.type'],
    [{ input: 'x', text: { format: { type: 'json_schema', schema: {} } } }, 'text.format.name'],
    [{ input: 'x', tools: {} }, 'tools'],
    [{ input: 'x', tools: ['x'] }, 'tools[0]'],
    [{ input: 'x', tools: [{ type: 'function' }] }, 'tools[0].name'],
    [{ input: 'x', tools: [{ type: 'namespace', name: 'a' }] }, 'tools[0]'],
    [{ input: 'x', tool_choice: 'always' }, 'tool_choice'],
    [{ input: 'x', tools: [{ type: 'web_search' }], tool_choice: 'required' }, 'tool_choice'],
    [{ input: 'x', tools: [{ type: 'web_search' }], tool_choice: { type: 'web_search' } }, 'tool_choice'],
    [{ input: 'x', parallel_tool_calls: 'yes' }, 'parallel_tool_calls'],
    [{ input: 'x', previous_response_id: 7 }, 'previous_response_id'],
  ])('%j', async (body, param) => {
    await using gateway = await startGateway({ providers: [mistral] });
    const answer = await post(gateway, body);
    expect(answer.json()).toMatchObject({
      error: { code: 'invalid_request', type: 'invalid_request_error', param },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['x-noria-trace']).toMatch(/^trc_/);
    expect(gateway.fleet.get('mistral').count()).toBe(0);
  });
});

describe('POST /v1/responses', () => {
  test('leaves out the tools that OpenAI would run itself, and tells only of those that went along', async () => {
    await using gateway = await startGateway({ providers: [mistral] });
    const own = { type: 'function', name: 'weather', parameters: { type: 'object', properties: {} } };
    const answer = await post(gateway, {
      input: 'x',
      tools: [{ type: 'web_search' }, own, { type: 'mcp', server_label: 'a' }],
    });
    expect(answer.json().tools).toEqual([own]);
    expect(gateway.fleet.get('mistral').calls[0]?.body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'weather' } }],
    });
    await post(gateway, {
      input: 'x',
      tools: [{ type: 'web_search' }],
      tool_choice: 'auto',
      parallel_tool_calls: true,
    });
    for (const field of ['tools', 'tool_choice', 'parallel_tool_calls'])
      expect(gateway.fleet.get('mistral').calls[1]?.body).not.toHaveProperty(field);
  });

  test('allowed_tools leaves the others out', async () => {
    await using gateway = await startGateway({ providers: [mistral] });
    const tools = ['a', 'b'].map((name) => ({ type: 'function', name, parameters: {} }));
    const choice = { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'b' }] };
    expect((await post(gateway, { input: 'x', tools, tool_choice: choice })).statusCode).toBe(200);
    expect(gateway.fleet.get('mistral').calls[0]?.body).toMatchObject({
      tools: [{ function: { name: 'b' } }],
    });
  });

  test('passes on fields that it does not know, and none of its own', async () => {
    await using gateway = await startGateway({
      providers: [{ ...mistral, id: 'groq', keys: ['gsk_planet0000000000000000000000000001'] }],
    });
    await post(gateway, {
      input: 'x',
      foo_bar: { deep: [1] },
      client_metadata: { a: 1 },
      prompt_cache_key: 'k',
      include: [],
    });
    const body = gateway.fleet.get('groq').calls[0]?.body;
    expect(body).toMatchObject({ foo_bar: { deep: [1] } });
    for (const field of ['client_metadata', 'prompt_cache_key', 'include', 'input'])
      expect(body).not.toHaveProperty(field);
  });

  test('without a provider it is a 503 that says where to add a key', async () => {
    await using gateway = await startGateway();
    const answer = await post(gateway, { input: 'x', stream: true });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      error: { code: 'no_provider', message: expect.stringContaining('/settings') },
    });
  });

  test('nobody comes in without a key, whatever the route', async () => {
    await using gateway = await startGateway({ providers: [mistral] });
    for (const [method, url] of [
      ['POST', '/v1/responses'],
      ['GET', '/v1/responses/resp_1'],
      ['DELETE', '/v1/responses/resp_1'],
      ['GET', '/v1/responses/resp_1/input_items'],
    ] as const)
      expect((await gateway.app.inject({ method, url })).json()).toMatchObject({
        error: { code: 'unauthorized' },
      });
  });

  test('every event has its own name, and no end mark of a chat follows', async () => {
    await using gateway = await startGateway({ providers: [mistral] });
    const answer = await post(gateway, { input: 'x', stream: true });
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    for (const { name, data } of eventsOf(answer.body))
      expect((JSON.parse(data) as { type: string }).type).toBe(name);
    expect(answer.body).not.toContain('[DONE]');
  });

  test('a stored response survives a restart, on the same folder', async () => {
    const folder = temporaryFolder();
    let id = '';
    {
      await using gateway = await startGateway({ providers: [mistral], folder });
      id = (await post(gateway, { input: 'one' })).json().id;
    }
    await using gateway = await startGateway({ providers: [mistral], folder });
    expect((await post(gateway, { input: 'two', previous_response_id: id })).statusCode).toBe(200);
    expect(gateway.fleet.get('mistral').calls[0]?.body).toMatchObject({
      messages: [{ content: 'one' }, { role: 'assistant', content: mistral.answer }, { content: 'two' }],
    });
  });

  test.each(['limit=0', 'limit=101', 'order=up', 'after=nobody'])(
    'input_items?%s is refused',
    async (query) => {
      await using gateway = await startGateway({ providers: [mistral] });
      const { id } = (await post(gateway, { input: 'one' })).json();
      const answer = await gateway.app.inject({
        url: `/v1/responses/${id}/input_items?${query}`,
        headers: asClient,
      });
      expect([answer.statusCode, answer.json().error.param]).toEqual([400, query.split('=')[0]]);
    },
  );
});
