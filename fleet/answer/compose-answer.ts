import type { JsonObject } from '../json.ts';
import type { SimRequest, SimSpec } from '../sim-spec.ts';
import { continueText } from './continue-text.ts';
import type { ParsedChat } from './parsed-chat.ts';
import { sampleFromSchema } from './sample-from-schema.ts';

export interface ToolCall {
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export interface Answer {
  /** Counts up; a profile makes its ids of it. */
  readonly serial: number;
  readonly createdAt: number;
  readonly model: string;
  readonly text: string;
  readonly finish: 'stop' | 'length' | 'tool_calls';
  readonly toolCalls: readonly ToolCall[];
  readonly choices: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** False = this call shall carry no usage. */
  readonly usage: boolean;
}

export const charsPerToken = 4;

export function tokensOf(chars: number): number {
  return Math.ceil(chars / charsPerToken);
}

const sentences = [
  'The wheel turns and each bucket dips in its turn.',
  'A river that never stops needs more than one source.',
  'What one pool cannot give, the next one may.',
  'Small allowances add up when nobody wastes them.',
  'The water keeps its level without being told to.',
  'Every minute opens a window and closes another.',
  'Patience is a number of seconds, known in advance.',
  'Whoever counts carefully is seldom refused.',
] as const;

export interface ComposeInput {
  readonly spec: SimSpec;
  readonly chat: ParsedChat;
  readonly request: SimRequest;
  readonly serial: number;
  readonly now: number;
  /** The provider sends the text to be continued again (Mistral). */
  readonly echoesPrefill: boolean;
  /** Length wanted by a fault. */
  readonly chars: number | null;
}

export function composeAnswer(input: ComposeInput): Answer {
  const { chat, serial, now } = input;
  const toolCalls = chat.toolsToCall.map((tool) => ({
    name: tool.name,
    arguments: JSON.stringify(sampleFromSchema({ type: 'object', ...tool.schema })),
  }));
  const full = toolCalls.length > 0 ? '' : continued(input, plainText(input));
  const room = (chat.maxTokens ?? Infinity) * charsPerToken;
  const text = full.length > room ? full.slice(0, room) : full;
  const chars = text.length + toolCalls.reduce((sum, call) => sum + call.arguments.length, 0);
  return {
    serial,
    createdAt: now,
    model: chat.model,
    text,
    finish: toolCalls.length > 0 ? 'tool_calls' : text.length < full.length ? 'length' : 'stop',
    toolCalls,
    choices: chat.choices,
    promptTokens: tokensOf(chat.promptText.length),
    completionTokens: tokensOf(chars) * chat.choices,
    usage: true,
  };
}

function plainText(input: ComposeInput): string {
  const { spec, chat, request, chars } = input;
  if (chars !== null) return 'Simulated water. '.repeat(Math.ceil(chars / 17)).slice(0, chars);
  if (typeof spec.answer === 'string') return spec.answer;
  if (spec.answer !== undefined) return spec.answer(request);
  if (chat.json !== null) return jsonText(chat.json);
  const asked = chat.lastUserText.replace(/\s+/g, ' ').slice(0, 80);
  let hash = spec.seed ?? 1;
  for (let index = 0; index < asked.length; index += 1) hash = (hash * 31 + asked.charCodeAt(index)) | 0;
  const start = Math.abs(hash) % sentences.length;
  const prose = [0, 1, 2].map((step) => sentences[(start + step) % sentences.length]).join(' ');
  return `Here is ${chat.model} at ${spec.id}, simulated. You asked: ${asked} - ${prose}`;
}

function jsonText(schema: JsonObject): string {
  const empty = Object.keys(schema).length === 0;
  return JSON.stringify(empty ? { answer: 'a simulated answer' } : sampleFromSchema(schema));
}

/** A real model that is given the beginning of its text goes on from there. */
function continued({ spec, chat, echoesPrefill }: ComposeInput, text: string): string {
  const { prefill, anchor } = chat;
  return continueText({ text, prefill, anchor, manner: spec.continues ?? 'exact', echoes: echoesPrefill });
}
