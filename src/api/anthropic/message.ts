import { NoriaError } from '../../shared/errors.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { presentUsage } from './present-usage.ts';
import { proseIn, type Prose } from './prose.ts';
import type { TokensGuess } from '../translate/prompt-tokens.ts';
import { stopReason } from './stop-reason.ts';

/** What a message says of itself beside what the model wrote. */
export interface MessageFacts {
  readonly id: string;
  /** Who really served. */
  readonly model: string;
  readonly guess: TokensGuess;
  readonly stops: readonly string[];
  readonly showsThinking: boolean;
}

interface Call {
  readonly id: string;
  readonly name: string;
  /** JSON text of an object, as the model wrote it. */
  readonly input: string;
}

/** A chat completion as Anthropic's message, as JSON text: the input of a tool stays byte for byte what the model wrote. @throws NoriaError upstream_failed */
export function messageText(completion: Buffer, facts: MessageFacts): string {
  const { choice, usage } = readCompletion(completion);
  const { id, model, guess, stops } = facts;
  const message = isRecord(choice.message) ? choice.message : {};
  const said = merged(proseIn(message));
  const calls = callsIn(message.tool_calls, id);
  const chars = [...said.map(({ text }) => text), ...calls.map(({ input }) => input)].join('').length;
  const shown = said.filter(({ kind }) => kind === 'text' || facts.showsThinking);
  const head = JSON.stringify({ id, type: 'message', role: 'assistant', model }).slice(0, -1);
  const tail = JSON.stringify({
    ...stopReason(choice, calls.length, stops),
    usage: presentUsage(usage, guess, chars),
  }).slice(1);
  return `${head},"content":[${[...shown.map(saidBlock), ...calls.map(callBlock)].join(',')}],${tail}`;
}

function readCompletion(bytes: Buffer): { readonly choice: JsonObject; readonly usage: unknown } {
  const completion = parseBody(bytes);
  const choices = isRecord(completion) && Array.isArray(completion.choices) ? completion.choices : [];
  const [choice] = choices as readonly unknown[];
  if (!isRecord(completion) || !isRecord(choice))
    throw new NoriaError('upstream_failed', 'The answer is no chat completion.');
  return { choice, usage: completion.usage };
}

/** Neighbours of one kind are one block. */
function merged(said: readonly Prose[]): readonly Prose[] {
  const blocks: Prose[] = [];
  for (const { kind, text } of said) {
    const last = blocks.at(-1);
    if (last?.kind === kind) blocks[blocks.length - 1] = { kind, text: last.text + text };
    else blocks.push({ kind, text });
  }
  return blocks;
}

function callsIn(calls: unknown, messageId: string): readonly Call[] {
  if (!Array.isArray(calls)) return [];
  return calls.filter(isRecord).flatMap(({ id, function: called }, index): readonly Call[] => {
    if (!isRecord(called) || typeof called.name !== 'string') return [];
    const own = typeof id === 'string' && id !== '' ? id : `toolu_${messageId}_${index}`;
    return [{ id: own, name: called.name, input: inputOf(called.arguments) }];
  });
}

/** Whoever gets a message parses it at once: arguments that are no JSON object are those of a model that slipped. */
function inputOf(given: unknown): string {
  if (isRecord(given)) return JSON.stringify(given);
  if (typeof given !== 'string') return '{}';
  try {
    return isRecord(JSON.parse(given)) ? given : '{}';
  } catch {
    return '{}';
  }
}

function saidBlock({ kind, text }: Prose): string {
  return JSON.stringify(
    kind === 'text' ? { type: 'text', text } : { type: 'thinking', thinking: text, signature: '' },
  );
}

function callBlock({ id, name, input }: Call): string {
  return `${JSON.stringify({ type: 'tool_use', id, name }).slice(0, -1)},"input":${input}}`;
}
