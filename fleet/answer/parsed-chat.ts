import { asList, asObject, asText, type JsonObject } from '../json.ts';

export interface ToolSpec {
  readonly name: string;
  readonly schema: JsonObject;
}

/** A chat call in one form, whatever the dialect it came in. */
export interface ParsedChat {
  readonly model: string;
  readonly stream: boolean;
  readonly promptText: string;
  readonly lastUserText: string;
  readonly prefill: string;
  readonly lastRole: string;
  /** What the answer was told to begin with; null = nothing. */
  readonly anchor: string | null;
  readonly maxTokens: number | null;
  readonly choices: number;
  /** Tools that the answer shall call; empty = answer with text. */
  readonly toolsToCall: readonly ToolSpec[];
  readonly includeUsage: boolean;
  /** Schema of a JSON answer; `{}` = any object; null = plain text. */
  readonly json: JsonObject | null;
  readonly body: JsonObject;
  /** It is no chat: vectors, a picture or sound. */
  readonly isMedia?: true;
  /** Seconds of sound that it is about. */
  readonly seconds?: number;
}

/** Text of a message's content: a string, or the text parts of a list. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return asList(content)
    .map((part) => asText(asObject(part)?.['text']))
    .join('');
}

export interface Turns {
  readonly promptText: string;
  readonly lastUserText: string;
  readonly prefill: string;
  readonly lastRole: string;
  readonly anchor: string | null;
}

/** A paragraph at the end of a user turn that says what to begin the answer with; the question stands before it. */
const beginning = /(?:^|\n\n)[^\n]*\n<begin>([\s\S]*)<\/begin>\s*$/;

/**
 * Reads the turns. The text to be continued is a trailing assistant turn, or one that is followed only by a user
 * who asks to continue.
 */
export function readTurns(messages: readonly unknown[]): Turns {
  let promptText = '';
  let lastUserText = '';
  for (const message of messages) {
    const { role, content } = asObject(message) ?? {};
    const text = textOf(content);
    promptText += text;
    if (role === 'user') lastUserText = text.replace(beginning, '') || lastUserText;
  }
  const last = asObject(messages.at(-1));
  const before = asObject(messages.at(-2));
  const lastRole = asText(last?.['role']);
  let prefill = lastRole === 'assistant' ? textOf(last?.['content']) : '';
  const words = lastRole === 'user' ? textOf(last?.['content']) : '';
  const anchor = beginning.exec(words)?.[1] ?? null;
  if (before?.['role'] === 'assistant' && (anchor !== null || /continu/i.test(words))) {
    prefill = textOf(before['content']);
  }
  return { promptText, lastUserText, prefill, lastRole, anchor };
}

/** Tools are called when the last message is the user's and speaks of a tool; two tools = two parallel calls. */
export function pickTools(tools: readonly ToolSpec[], turns: Turns, choice: unknown): readonly ToolSpec[] {
  if (tools.length === 0 || choice === 'none' || turns.lastRole !== 'user') return [];
  return /\btools?\b/i.test(turns.lastUserText) ? tools.slice(0, 2) : [];
}

export function positive(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}
