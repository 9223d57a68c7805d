import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../../fleet/testing.ts';
import { asClient, startGateway, type TestGateway } from '../../../tests/gateway.ts';

const mistral = {
  id: 'mistral',
  keys: ['mistral-key-0001'],
  latencyMs: 0,
  chunkMs: 0,
  answer: 'The wheel turns, žluť 🦜.',
} as const;

function post(gateway: TestGateway, payload: object) {
  return gateway.app.inject({ method: 'POST', url: '/api/chat', headers: asClient, payload });
}

describe('POST /api/chat', () => {
  test.each([{ message: 'Hello' }, { messages: [{ role: 'user', content: 'Hello' }], model: 'auto' }])(
    '%j is answered with content, model and provider',
    async (body) => {
      await using gateway = await startGateway({ providers: [mistral] });
      const answer = await post(gateway, body);
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toEqual({
        success: true,
        content: mistral.answer,
        model: answer.headers['x-noria-model'],
        provider: 'mistral',
      });
    },
  );

  test.each([{}, { message: '' }, { message: 7 }, { message: 'a', messages: [] }, { messages: [] }])(
    '%j is refused in its own dialect',
    async (body) => {
      await using gateway = await startGateway({ providers: [mistral] });
      const answer = await post(gateway, body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ success: false, error: { code: 'invalid_request' } });
    },
  );

  test('without a provider it says where to add a key', async () => {
    await using gateway = await startGateway();
    const answer = await post(gateway, { message: 'Hello' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      success: false,
      error: { code: 'no_provider', message: expect.stringContaining('/settings') },
    });
  });

  test('streams text pieces, then who served', async () => {
    await using gateway = await startGateway({ providers: [mistral] });
    const answer = await post(gateway, { message: 'Hello', stream: true });
    const events = eventsOf(answer.body).map(({ data }) => JSON.parse(data) as { content?: string });
    expect(events.map(({ content = '' }) => content).join('')).toBe(mistral.answer);
    expect(events.length).toBeGreaterThan(2);
    expect(events.at(-1)).toEqual({
      done: true,
      model: answer.headers['x-noria-model'],
      provider: 'mistral',
    });
  });

  test('a cut stream ends with an error event, and no done', async () => {
    await using gateway = await startGateway({ providers: [mistral] });
    gateway.fleet.get('mistral').always({ kind: 'cut', afterChars: 8 });
    const answer = await post(gateway, { message: 'Hello', stream: true });
    const last = eventsOf(answer.body).at(-1);
    expect(last?.name).toBe('error');
    expect(JSON.parse(last?.data ?? '{}')).toMatchObject({
      success: false,
      error: { code: 'stream_interrupted' },
    });
    expect(answer.body).not.toContain('"done"');
  });
});
