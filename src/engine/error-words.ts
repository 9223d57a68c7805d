import type { Provider } from '../catalog/types.ts';
import { isRecord, searchable, textAt, valuesAt } from './error-match.ts';

/** Longer than what is shown: whoever shows it hides keys first and cuts then, so that no half of a key is left. */
const MESSAGE_LENGTH = 4_000;

const messagePaths = [
  'error.message',
  'message',
  'error',
  'detail',
  'detail[].msg',
  'errors[].message',
  'error.metadata.raw',
  'x_groq.error',
  'title',
];

/** The provider's own words, at most 4,000 characters; empty when it used none. */
export function messageOf(body: unknown): string {
  if (body === null || body === undefined) return '';
  if (typeof body === 'string') return body.trim().slice(0, MESSAGE_LENGTH);
  return (statedMessage(body) ?? searchable(body)).slice(0, MESSAGE_LENGTH);
}

/** The message in one of the known shapes; null when the body has none of them. */
export function statedMessage(body: unknown): string | null {
  for (const path of messagePaths) {
    const text = textAt(body, path);
    if (text !== null && text !== '') return text;
  }
  return null;
}

/**
 * The parameter a refusal names: `error.param`, the last `loc` of a validation error, or the provider's sentence.
 * Positions in lists are `[]`: `messages[].name`. Null when it names none.
 */
export function fieldOf(provider: Provider, body: unknown): string | null {
  return paramOf(body) ?? locOf(body) ?? saidIn(provider, body);
}

function paramOf(body: unknown): string | null {
  const param = textAt(body, 'error.param') ?? textAt(body, 'param');
  if (param === null || param === '') return null;
  return param.replaceAll(/\.?\[?\b\d+\b\]?/g, '[]');
}

/** FastAPI: `["body", "messages", 0, "assistant", "reasoning_content"]`, where `assistant` only names a branch of a union. */
function locOf(body: unknown): string | null {
  for (const loc of valuesAt(body, 'detail[].loc')) {
    if (Array.isArray(loc)) {
      const path = pathOf(loc);
      if (path !== '') return path;
    }
  }
  return null;
}

function pathOf(loc: readonly unknown[]): string {
  let path = '';
  for (const [index, step] of loc.entries()) {
    if (typeof step === 'number') path += '[]';
    else if (typeof step === 'string' && !(index === 0 && isPlace(step)) && !isBranch(step, loc[index - 1])) {
      path += path === '' ? step : `.${step}`;
    }
  }
  return path;
}

function isPlace(step: string): boolean {
  return ['body', 'query', 'header', 'path'].includes(step);
}

function isBranch(step: string, previous: unknown): boolean {
  const tagOfRole =
    typeof previous === 'number' && ['system', 'user', 'assistant', 'tool', 'developer'].includes(step);
  const type = ['str', 'int', 'float', 'bool', 'dict', 'list'].includes(step);
  return tagOfRole || type || !/^[a-z_$][a-z0-9_]*$/.test(step);
}

function saidIn(provider: Provider, body: unknown): string | null {
  if (provider.fieldStatement === undefined || !isRecord(body)) return null;
  return provider.fieldStatement.exec(statedMessage(body) ?? '')?.[1] ?? null;
}
