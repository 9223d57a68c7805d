import type { ErrorMatch, ErrorRule } from '../catalog/types.ts';
import type { Answer } from './classification.ts';

/** Longer texts are not searched: an error says what it is near its beginning. */
const SEARCHED = 20_000;

/** An error body in one shape: Gemini's compatible endpoint wraps its error in an array of one. */
export function unwrap(body: unknown): unknown {
  return Array.isArray(body) && body.length === 1 && isRecord(body[0]) ? body[0] : body;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All values at a dotted path; `errors[].code` looks into every element. A header-like name may hold hyphens, no dots. */
export function valuesAt(body: unknown, path: string): readonly unknown[] {
  let values: readonly unknown[] = [body];
  for (const step of path.split('.')) {
    const each = step.endsWith('[]');
    const name = each ? step.slice(0, -2) : step;
    const next = values.flatMap((value) =>
      isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : [],
    );
    values = each ? next.flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [])) : next;
  }
  return values;
}

/** The text of the first string, number or boolean at a path; null when there is none. */
export function textAt(body: unknown, path: string): string | null {
  for (const value of valuesAt(body, path)) {
    const text = textOf(value);
    if (text !== null) return text;
  }
  return null;
}

/** The body as text, for expressions that search all of it. */
export function searchable(body: unknown): string {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return text.slice(0, SEARCHED);
}

/** The first row of the provider's table whose status and predicates hold. `answer.body` is unwrapped. */
export function ruleFor(rules: readonly ErrorRule[], answer: Answer): ErrorRule | null {
  return rules.find((rule) => hasStatus(rule, answer.status) && holds(rule.match, answer)) ?? null;
}

/** What the row's own expression found; null when the row has none or it does not match. */
export function execMatch(match: ErrorMatch, body: unknown): RegExpExecArray | null {
  const { regex, path } = match;
  if (regex === undefined) return null;
  const texts =
    path === undefined ? [searchable(body)] : valuesAt(body, path).flatMap((value) => textOf(value) ?? []);
  for (const text of texts) {
    const found = regex.exec(text.slice(0, SEARCHED));
    if (found !== null) return found;
  }
  return null;
}

function hasStatus(rule: ErrorRule, status: number): boolean {
  const success = status >= 200 && status < 300;
  const wanted = success ? 200 : status;
  return typeof rule.status === 'number' ? rule.status === wanted : rule.status.includes(wanted);
}

function holds(match: ErrorMatch, answer: Answer): boolean {
  const { body } = answer;
  return (
    (match.sse === undefined || match.sse === answer.sse) &&
    every(match.header, (name, wanted) => answer.headers[name]?.trim() === wanted) &&
    every(match.json, (path, wanted) => hasOneOf(body, path, wanted)) &&
    every(match.jsonType, (path, wanted) =>
      valuesAt(body, path).some((value) => typeName(value) === wanted),
    ) &&
    (match.regex === undefined || execMatch(match, body) !== null)
  );
}

function every<Wanted>(
  predicates: Readonly<Record<string, Wanted>> | undefined,
  holdsFor: (name: string, wanted: Wanted) => boolean,
): boolean {
  return (
    predicates === undefined || Object.entries(predicates).every(([name, wanted]) => holdsFor(name, wanted))
  );
}

function hasOneOf(body: unknown, path: string, wanted: readonly (string | number)[]): boolean {
  return valuesAt(body, path).some((value) => {
    const text = textOf(value);
    return text !== null && wanted.some((one) => String(one) === text);
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}
