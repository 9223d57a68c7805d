import { isRecord } from '../parse-body.ts';
import type { ChatMessage } from '../wire.ts';

export interface Prompt {
  /** The words of system and developer; '' = none. */
  readonly system: string;
  /** Everything else, as one text. */
  readonly text: string;
}

const speakers: Readonly<Record<string, string>> = { assistant: 'Assistant', tool: 'Tool' };

/** A conversation for a generator that takes one text: the question itself, or a transcript that asks for the next line. */
export function toPrompt(messages: readonly ChatMessage[]): Prompt {
  const turns = messages.filter((message) => !isSystem(message));
  const system = messages
    .filter(isSystem)
    .map(textOf)
    .filter((text) => text !== '')
    .join('\n\n');
  const [only] = turns;
  if (only !== undefined && turns.length === 1 && only.role === 'user') return { system, text: textOf(only) };
  const lines = turns
    .map((turn) => [speakers[turn.role] ?? 'User', textOf(turn)] as const)
    .filter(([, text]) => text !== '');
  if (lines.length === 0) return { system: '', text: system };
  return {
    system,
    text: [...lines.map(([speaker, text]) => `${speaker}: ${text}`), 'Assistant:'].join('\n\n'),
  };
}

/** For a generator without a place for the system's words. */
export function joinPrompt({ system, text }: Prompt): string {
  return system === '' ? text : `${system}\n\n${text}`;
}

function isSystem(message: ChatMessage): boolean {
  return message.role === 'system' || message.role === 'developer';
}

/** A text generator sees no images: only texts are taken. */
function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content.trim();
  if (!Array.isArray(content)) return '';
  const texts = content
    .map((part) => (isRecord(part) ? part.text : part))
    .filter((text) => typeof text === 'string');
  return texts.join('\n').trim();
}
