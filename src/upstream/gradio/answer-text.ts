import { isRecord } from '../parse-body.ts';

/** Names under which generators hold their text, the surest first. */
const textFields = [
  'generated_text',
  'content',
  'text',
  'response',
  'output',
  'answer',
  'message',
  'choices',
  'result',
  'data',
];

/** The text of an answer in any of the usual shapes; null when there is none. */
export function answerText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return firstText(value);
  return isRecord(value) ? firstText(textFields.map((field) => value[field])) : null;
}

/**
 * The text of a Gradio endpoint's outputs. An app with a chat window clears its text box (`""`) and answers in the
 * window: the last turn there, when there is one, is the answer.
 */
export function outputText(outputs: unknown): string | null {
  if (!Array.isArray(outputs)) return answerText(outputs);
  for (const output of outputs) {
    const text = lastTurn(output);
    if (text !== null) return text;
  }
  const texts = outputs.map(answerText).filter((text) => text !== null);
  return texts.find((text) => text !== '') ?? texts[0] ?? null;
}

/** Of a chat window's history, as messages (`{role, content}`) or as pairs (`[user, assistant]`). */
function lastTurn(history: unknown): string | null {
  if (!Array.isArray(history)) return null;
  const last: unknown = history.at(-1);
  if (isRecord(last) && typeof last.role === 'string')
    return last.role === 'assistant' ? partsText(last.content) : '';
  return Array.isArray(last) && last.length === 2 ? (answerText(last[1]) ?? '') : null;
}

function partsText(content: unknown): string {
  if (!Array.isArray(content)) return answerText(content) ?? '';
  return content.map((part) => answerText(part) ?? '').join('');
}

function firstText(values: readonly unknown[]): string | null {
  for (const value of values) {
    const text = answerText(value);
    if (text !== null) return text;
  }
  return null;
}
