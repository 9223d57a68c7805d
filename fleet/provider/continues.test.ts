import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startFleet, type Fleet } from '../fleet.ts';
import type { SimContinuation, SimSpec } from '../sim-spec.ts';
import { chat, json, textOfStream } from '../testing.ts';

const text =
  'The wheel turns and each bucket dips in its turn. A river that never stops needs more than one source.';
const manners: readonly SimContinuation[] = ['exact', 'obeys', 'restarts', 'repeats', 'chats', 'refuses'];
const question = { role: 'user', content: 'Hello' };
const began = { role: 'assistant', content: text.slice(0, 52) };
const told = { role: 'user', content: 'Go on, and begin so:\n<begin>river that</begin>' };

let fleet: Fleet;
beforeAll(async () => {
  const openai = manners.map((continues): SimSpec => {
    return { id: continues, keys: ['k1'], models: ['m'], limits: [], answer: text, continues };
  });
  const claude: SimSpec = { id: 'anthropic', keys: ['k1'], limits: [], answer: text };
  fleet = await startFleet([...openai, claude, { id: 'mistral', keys: ['k1'], limits: [], answer: text }]);
});
afterAll(() => fleet.close());

async function answerOf(id: string, messages: readonly unknown[]): Promise<string> {
  return textOfStream((await chat(fleet.get(id), 'm', { stream: true, body: { messages } })).raw);
}

describe('a model that is given the beginning of its text', () => {
  test.each([
    ['exact', text.slice(52)],
    ['obeys', text.slice(52)],
    ['restarts', text],
    ['repeats', text.slice(text.indexOf('bucket dips'))],
    ['chats', text.slice(52)],
  ])('as its last turn: %s', async (id, expected) => {
    expect(await answerOf(id, [question, began])).toBe(expected);
  });

  test.each([
    ['exact', text.slice(text.indexOf('river that'))],
    ['obeys', text.slice(text.indexOf('river that'))],
    ['restarts', text],
    ['chats', `Sure, here it goes:\n\n${text.slice(text.indexOf('river that'))}`],
    ['refuses', text.slice(text.indexOf('river that'))],
  ])('and is told how to begin: %s', async (id, expected) => {
    expect(await answerOf(id, [question, began, told])).toBe(expected);
  });

  it('may refuse to have the last turn: 400, not counted', async () => {
    const messages = [question, began];
    const refused = await chat(fleet.get('refuses'), 'm', { body: { messages } });
    expect(refused.status).toBe(400);
    expect(json(refused)).toMatchObject({
      error: { message: expect.stringContaining('prefill') as unknown },
    });
    const statuses = ['claude-sonnet-4-6', 'claude-haiku-4-5'].map(async (model) => {
      return (await chat(fleet.get('anthropic'), model, { body: { messages } })).status;
    });
    expect(await Promise.all(statuses)).toEqual([400, 200]);
  });

  it('sends it again at Mistral', async () => {
    const messages = [question, { ...began, prefix: true }];
    const seen = await chat(fleet.get('mistral'), 'mistral-large-latest', {
      stream: true,
      body: { messages },
    });
    expect(textOfStream(seen.raw)).toBe(text);
  });
});
