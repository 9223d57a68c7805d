import { describe, expect, it } from 'vitest';
import type { SimSpec } from '../fleet/sim-spec.ts';
import { eventsOf, groqKey, openGateway, type Gateway } from './support/gateway.ts';

/** 500 characters with all that is awkward to cut: accents, surrogate pairs, lists, blank lines, sentences twice. */
const answer = Array.from(
  [
    'The wheel turns, and each bucket dips in its turn. « Où va l’eau ? » demanda-t-elle — naïvement. 🌊🦜\n\n',
    '- one\n- two\n- one\n- two\n\n',
    'The wheel turns, and each bucket dips in its turn. "Quoted", (bracketed), hyphen-ated; 1 234,56 € and 100 %. ',
    'ha ha ha ha ha ha. No river ends where its map does; žluťoučký kůň skáče přes potok.\n',
    '```ts\nconst x = { a: 1 };\nconst y = { a: 1 };\n```\nAnd so on, and so on, until the mill stands still for the night.',
  ].join(''),
)
  .join('')
  .padEnd(500, ' The miller sleeps.')
  .slice(0, 500);

const servers: Record<string, { spec: SimSpec; yaml: string }> = {
  groq: {
    spec: { id: 'groq', keys: [groqKey(1)] },
    yaml: 'groq: { limits: {}, models: [openai/gpt-oss-20b] }',
  },
  mistral: {
    spec: { id: 'mistral', keys: ['m'.repeat(32)] },
    yaml: 'mistral: { limits: {}, models: [mistral-medium-latest] }',
  },
  openrouter: {
    spec: { id: 'openrouter', keys: ['sk-or-v1-000000000000000000000000'] },
    yaml: 'openrouter: { limits: {}, models: ["z-ai/glm-5.2:free"] }',
  },
  anthropic: {
    spec: { id: 'anthropic', keys: ['sk-ant-api03-0000000000000000'] },
    yaml: 'anthropic: { limits: {} }',
  },
};

async function cutEverywhere(
  gateway: Gateway,
  first: string,
  step: number,
): Promise<{ whole: number; told: number }> {
  const sim = gateway.fleet.get(first);
  const counts = { whole: 0, told: 0 };
  for (let afterChars = 1; afterChars <= answer.length; afterChars += step) {
    sim.script({ kind: 'cut', afterChars });
    const { text, raw } = await gateway.stream();
    if (raw.endsWith('data: [DONE]\n\n')) {
      expect(text, `cut after ${afterChars}`).toBe(answer);
      counts.whole += 1;
    } else {
      expect(answer.startsWith(text), `cut after ${afterChars}: ${text}`).toBe(true);
      expect(eventsOf(raw).at(-1)).toMatchObject({ error: { code: 'stream_interrupted' } });
      counts.told += 1;
    }
    for (const provider of gateway.context.pool.providers.values()) {
      provider.breaker = { state: 'closed', failures: 0 };
      for (const node of provider.models.values())
        Object.assign(node.pace, { good: 1, rank: 0, sunkUntilAt: 0 });
      for (const key of provider.keys) gateway.context.keyring.reset(key.id);
    }
  }
  return counts;
}

async function opened(first: string, second: string, continues: SimSpec['continues']): Promise<Gateway> {
  const [one, other] = [servers[first]!, servers[second]!];
  const common = { answer, chunkMs: 0, latencyMs: 0, limits: [] };
  return openGateway({
    specs: [
      { ...one.spec, ...common, chunks: 100 },
      { ...other.spec, ...common, chunks: 25, ...(continues && { continues }) },
    ],
    yaml: `providers: { ${one.yaml}, ${other.yaml} }\nroutes: { auto: { strategy: cascade, steps: [${first}, ${second}] } }\n`,
    env: { LOG_LEVEL: 'error' },
  });
}

describe('a stream cut after any character', () => {
  it.each([
    ['groq', 'mistral', undefined, 1],
    ['mistral', 'groq', undefined, 1],
    ['groq', 'openrouter', 'obeys', 1],
    ['groq', 'openrouter', 'restarts', 3],
    ['groq', 'openrouter', 'repeats', 3],
    ['groq', 'openrouter', 'chats', 3],
    ['mistral', 'groq', 'restarts', 3],
    ['mistral', 'groq', 'refuses', 3],
    ['groq', 'anthropic', 'refuses', 3],
    ['anthropic', 'mistral', undefined, 3],
  ] as const)(
    'of %s goes on over %s (which %s): the whole text, or an explicit error',
    async (first, second, continues, step) => {
      await using gateway = await opened(first, second, continues);
      const { whole, told } = await cutEverywhere(gateway, first, step);
      expect(whole + told).toBe(Math.ceil(answer.length / step));
      expect(told, `${told} of ${whole + told} could not be joined`).toBe(0);
    },
    60_000,
  );
});
