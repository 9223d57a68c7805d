import { continueText } from '../../fleet/answer/continue-text.ts';
import { readTurns } from '../../fleet/answer/parsed-chat.ts';
import type { SimContinuation } from '../../fleet/sim-spec.ts';
import type { ChatCall } from '../../src/upstream/wire.ts';

/** How the models of a history answer. */
export interface Speech {
  /** The whole answer: all models give the same one. */
  readonly text: string;
  /** How they go on with a text that broke off. */
  readonly manner: SimContinuation;
}

/** Every word once: no joint is a matter of opinion. */
export const plainSpeech: Speech = {
  text: Array.from({ length: 24 }, (_, index) => `word-${index}`).join(' '),
  manner: 'exact',
};

/** What a model answers to a call; null = it refuses to go on with its own turn. */
export function answerTo({ body, provider }: ChatCall, { text, manner }: Speech): string | null {
  const turns = readTurns(body.messages ?? []);
  if (manner === 'refuses' && turns.lastRole === 'assistant') return null;
  return continueText({ text, ...turns, manner, echoes: provider.continuation === 'prefix' });
}

/** So many pieces of about one size, as they fall: in the middle of words and of characters. */
export function piecesOf(text: string, count: number): string[] {
  const size = Math.max(1, Math.ceil(text.length / Math.max(1, count)));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

/** One event of a stream in OpenAI's format. */
export function eventOf(model: string, content: string, finishReason: string | null): Buffer {
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [{ index: 0, delta: content === '' ? {} : { content }, finish_reason: finishReason }],
  };
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
}

export function completionOf(model: string, content: string): Buffer {
  const message = { role: 'assistant', content };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return Buffer.from(
    JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model, choices }),
  );
}

/** What a client has in its hands at the end of a stream. */
export interface ReadStream {
  readonly text: string;
  readonly isDone: boolean;
  /** Codes of error events. */
  readonly errors: readonly string[];
  /** Events behind the end mark or behind an error. */
  readonly afterEnd: number;
}

export function readStream(bytes: string): ReadStream {
  const read = { text: '', isDone: false, errors: [] as string[], afterEnd: 0 };
  for (const block of bytes.split('\n\n')) {
    if (!block.startsWith('data: ')) continue;
    if (read.isDone || read.errors.length > 0) read.afterEnd += 1;
    const data = block.slice('data: '.length);
    if (data === '[DONE]') read.isDone = true;
    else readEvent(JSON.parse(data) as StreamEvent, read);
  }
  return read;
}

interface StreamEvent {
  readonly choices?: readonly { readonly delta?: { readonly content?: string } }[];
  readonly error?: { readonly code: string };
}

function readEvent({ choices, error }: StreamEvent, read: { text: string; errors: string[] }): void {
  read.text += choices?.[0]?.delta?.content ?? '';
  if (error !== undefined) read.errors.push(error.code);
}
