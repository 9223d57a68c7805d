import { describe, expect, it } from 'vitest';
import { startFleet } from '../fleet.ts';
import type { SimProvider, SimSpec } from '../sim-spec.ts';
import { chat, eventsOf, json, readAll, type Seen } from '../testing.ts';

const answer = 'A bucket dips, a bucket rises.';
const space: SimSpec = { id: 'hf_space', keys: ['hf_a'], answer, chunks: 3 };

async function ask(provider: SimProvider, options: { prefix?: string; key?: string } = {}): Promise<Seen> {
  const { prefix = '/gradio_api', key = 'hf_a' } = options;
  const headers = {
    'content-type': 'application/json',
    ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
  };
  const url = `${provider.baseUrl}${prefix}/call/chat`;
  const posted = await readAll(
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ data: ['Hello'] }) }),
  );
  if (posted.status !== 200) return posted;
  const { event_id: eventId } = json(posted) as { event_id: string };
  return readAll(await fetch(`${url}/${eventId}`, { headers }));
}

describe('a Gradio Space', () => {
  it.each([
    [5, '/gradio_api'],
    [4, ''],
  ] as const)('version %i answers under its prefix with cumulative text', async (gradio, prefix) => {
    await using fleet = await startFleet([{ ...space, gradio }]);
    const provider = fleet.get('hf_space');
    const config = (await (await fetch(`${provider.baseUrl}/config`)).json()) as { api_prefix: string };
    expect(config.api_prefix).toBe(prefix);
    const seen = await ask(provider, { prefix });
    const events = eventsOf(seen.raw);
    expect(events.map(({ name }) => name)).toEqual([
      'heartbeat',
      'generating',
      'generating',
      'generating',
      'complete',
    ]);
    expect(events.slice(1).map(({ data }) => (JSON.parse(data) as string[])[0])).toEqual([
      answer.slice(0, 10),
      answer.slice(0, 20),
      answer,
      answer,
    ]);
    expect(provider.calls).toHaveLength(1);
  });

  it('spends GPU seconds from the first use on, and says when to come back', async () => {
    let now = 1_800_000_000_000;
    await using fleet = await startFleet([{ ...space, gpuSeconds: 120 }], { clock: () => now });
    const provider = fleet.get('hf_space');
    await ask(provider);
    now += 3_600_000;
    await ask(provider);
    expect(provider.used(0, 'hf_a')).toBe(240);
    now += 75_289_000;
    const refused = await ask(provider);
    expect(refused.status).toBe(200);
    expect(eventsOf(refused.raw)).toEqual([
      {
        name: 'error',
        data: '{"error":"You have exceeded your GPU quota (120s requested vs. 60s left). Try again in 2:05:11"}',
      },
    ]);
    expect(eventsOf((await ask(provider, { key: '' })).raw).at(-1)?.name).toBe('complete');
    expect(provider.used(1, '127.0.0.1')).toBe(120);
    now += 7_511_000;
    expect(eventsOf((await ask(provider)).raw).at(-1)?.name).toBe('complete');
  });

  it('fails as Spaces fail', async () => {
    await using fleet = await startFleet([space]);
    const provider = fleet.get('hf_space');
    provider.script(
      { kind: 'error_in_stream', afterChars: 5 },
      'overloaded',
      { kind: 'cut', afterChars: 12 },
      'revoked',
    );
    expect(eventsOf((await ask(provider)).raw).at(-1)).toEqual({ name: 'error', data: 'null' });
    expect((await ask(provider)).status).toBe(503);
    const cut = await ask(provider);
    expect(cut.broken).toBe(true);
    expect(JSON.parse(eventsOf(cut.raw).at(-1)?.data ?? '')).toEqual([answer.slice(0, 12)]);
    expect((await ask(provider)).status).toBe(401);
  });

  it('keeps a result for one look', async () => {
    await using fleet = await startFleet([space]);
    const gone = await fetch(`${fleet.get('hf_space').baseUrl}/gradio_api/call/chat/none`);
    expect(gone.status).toBe(404);
  });
});

describe('other Spaces', () => {
  it('one that speaks the OpenAI dialect', async () => {
    await using fleet = await startFleet([{ ...space, space: 'openai' }]);
    const seen = await chat(fleet.get('hf_space'), 'space', { key: 'hf_a', path: '/v1/chat/completions' });
    expect(seen.raw).toContain(answer);
  });

  it('one that takes a prompt and gives a text', async () => {
    await using fleet = await startFleet([{ ...space, space: 'plain' }]);
    const seen = await chat(fleet.get('hf_space'), 'space', {
      key: '',
      path: '/',
      body: { inputs: 'Hello' },
    });
    expect(json(seen)).toEqual({ generated_text: answer });
  });
});
