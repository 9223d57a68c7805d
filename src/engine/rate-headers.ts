import type { HeaderRule, Provider, Unit } from '../catalog/types.ts';
import { readMoment, readNumber } from './durations.ts';
import { isRecord, unwrap } from './error-match.ts';
import type { RateFact, RateFacts } from './rate-fact.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * What the headers of one answer say of the provider's limits, by its own dialect. Header names are lower case.
 * Values that cannot be read are left out; nothing is thrown.
 */
export function readRateHeaders(
  provider: Provider,
  headers: Headers,
  status: number,
  nowMs: number,
): RateFacts {
  const facts = new Map<string, RateFact>();
  let retryAt: number | null = null;
  for (const rule of provider.rateHeaders) {
    const text = headers[rule.name];
    if (text === undefined || !appliesTo(rule, status)) continue;
    if (rule.role === 'retry') retryAt ??= readMoment(rule.format, text, nowMs);
    else add(facts, rule, factOf(rule, text, nowMs));
  }
  return { facts: [...facts.values()], retryAt };
}

/** Rate headers that a provider copies into its error body (OpenRouter: `error.metadata.headers`), lower case. */
export function bodyHeaders(body: unknown): Readonly<Record<string, string>> {
  const error = field(unwrap(body), 'error');
  const copied = field(field(error, 'metadata'), 'headers');
  if (!isRecord(copied)) return {};
  const pairs = Object.entries(copied).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [],
  );
  return Object.fromEntries(pairs);
}

type Reading = Pick<RateFact, 'limit' | 'remaining' | 'resetAt' | 'fullAt'>;

function factOf(rule: HeaderRule, text: string, nowMs: number): Reading | null {
  switch (rule.role) {
    case 'limit':
      return numbered('limit', readNumber(text));
    case 'remaining':
      return numbered('remaining', readNumber(text));
    case 'reset':
      return numbered(
        rule.resetMeans === 'full' ? 'fullAt' : 'resetAt',
        readMoment(rule.format, text, nowMs),
      );
    case 'remaining_and_reset':
      return structured(text, nowMs);
    case 'cost':
    case 'retry':
      return null;
  }
}

/** IETF RateLimit: `"api";r=42;t=113`, of which the first policy counts. */
function structured(text: string, nowMs: number): Reading | null {
  const parameters = new Map(
    (text.split(',')[0] ?? '').split(';').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim(), value.trim()];
    }),
  );
  const remaining = readNumber(parameters.get('r') ?? '');
  const resetAt = readMoment('seconds', parameters.get('t') ?? '', nowMs);
  return remaining === null ? null : { remaining, ...(resetAt === null ? {} : { resetAt }) };
}

/** Rules of one limit share a fact; of two generations of names the first that speaks is believed. */
function add(facts: Map<string, RateFact>, rule: HeaderRule, reading: Reading | null): void {
  if (reading === null || rule.unit === 'any' || rule.window === 'any') return;
  const key = `${rule.unit} ${rule.side ?? 'all'} ${rule.window}`;
  const empty: RateFact = { unit: rule.unit satisfies Unit, side: rule.side ?? 'all', window: rule.window };
  facts.set(key, { ...empty, ...reading, ...facts.get(key) });
}

function numbered(name: keyof Reading, value: number | null): Reading | null {
  return value === null ? null : { [name]: value };
}

function appliesTo(rule: HeaderRule, status: number): boolean {
  return rule.on === undefined || rule.on.includes(status);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}
