import { valuesAt } from '../../engine/error-match.ts';
import { isRecord } from '../../upstream/parse-body.ts';

/** The text of a chat completion; null when it has none. */
export function contentOf(completion: Buffer): string | null {
  const [content] = valuesAt(JSON.parse(completion.toString('utf8')), 'choices[].message.content');
  return textIn(content);
}

/** The text that one event of a stream adds; null when it adds none. */
export function deltaOf(chunk: unknown): string | null {
  const [content] = valuesAt(chunk, 'choices[].delta.content');
  return textIn(content);
}

/** A text, or the text parts of a list (Mistral's reasoning models answer so). */
function textIn(content: unknown): string | null {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  return content
    .map((part: unknown) => (isRecord(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}
