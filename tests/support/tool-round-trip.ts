import type { SimSpec } from '../../fleet/sim-spec.ts';
import { groqKey } from './gateway.ts';

/** Arguments with all that is awkward to escape, as every simulated provider writes them for `schema`. */
export const place = 'Brno "centre" \\ žluťoučký 🦜\n</tool> {"a":[1,2]} é';
export const schema = {
  type: 'object',
  properties: {
    place: { const: place },
    days: { type: 'integer' },
    tags: { type: 'array', items: { const: '\u2028x' } },
  },
  required: ['place', 'days'],
} as const;
export const written = JSON.stringify({ place, days: 1, tags: ['\u2028x'] });
/** A simulated provider calls the tools it is offered when it is asked for a tool. */
export const question = 'Use the tools: what is the weather?';
export const answered = 'It is sunny.';

export interface WireCase {
  readonly id: string;
  readonly spec: SimSpec;
  readonly yaml: string;
  readonly model: string;
}

const common = { answer: answered, latencyMs: 0, chunkMs: 0, limits: [] } as const;

/** One provider for each wire that knows tools. */
export const wires: readonly WireCase[] = [
  {
    id: 'openai',
    spec: { id: 'groq', keys: [groqKey(1)], ...common },
    yaml: 'providers: { groq: { limits: {}, models: [openai/gpt-oss-120b] } }',
    model: 'groq/openai/gpt-oss-120b',
  },
  {
    id: 'anthropic',
    spec: { id: 'anthropic', keys: ['sk-ant-api03-0000000000000000'], ...common },
    yaml: 'providers: { anthropic: { limits: {}, models: [claude-haiku-4-5] } }',
    model: 'anthropic/claude-haiku-4-5',
  },
];

interface Turn {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly arguments: string } }[];
  readonly tool_call_id?: string;
}

interface Block {
  readonly type: string;
  readonly id?: string;
  readonly input?: unknown;
  readonly tool_use_id?: string;
  readonly content?: readonly { readonly text?: string }[];
}

/** What the provider was told of the calls and of their results, whatever its wire: ids with arguments, ids with text. */
export function toldOf(body: unknown): { calls: [string, unknown][]; results: [string, string][] } {
  const { messages } = body as { readonly messages: readonly Turn[] };
  const calls: [string, unknown][] = [];
  const results: [string, string][] = [];
  for (const { role, content, tool_calls: made = [], tool_call_id: id } of messages) {
    for (const call of made) calls.push([call.id, JSON.parse(call.function.arguments)]);
    if (role === 'tool') results.push([String(id), String(content)]);
    for (const block of Array.isArray(content) ? (content as Block[]) : []) {
      if (block.type === 'tool_use') calls.push([String(block.id), block.input]);
      if (block.type === 'tool_result')
        results.push([
          String(block.tool_use_id),
          (block.content ?? []).map(({ text = '' }) => text).join(''),
        ]);
    }
  }
  return { calls, results };
}
