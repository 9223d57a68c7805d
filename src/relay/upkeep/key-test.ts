import { resolveUrl } from '../../catalog/resolve-url.ts';
import type { KeyTest } from '../../catalog/types.ts';
import { valuesAt } from '../../engine/error-match.ts';
import type { KeyNode, ProviderNode } from '../../engine/nodes.ts';
import { request, type HttpAnswer } from '../../upstream/ask.ts';
import { addressed } from '../../upstream/credentials.ts';
import type { HttpClient } from '../../upstream/http.ts';
import { listModels } from './model-list.ts';
import { faultOf, type TestFault } from './test-fault.ts';

export interface KeyTestResult {
  readonly ok: boolean;
  readonly latency_ms: number;
  /** Ids the provider lists for this key; empty when it lists none. */
  readonly models: readonly string[];
  readonly error?: TestFault;
}

export interface KeyTestParts {
  readonly http: HttpClient;
  readonly scrub: (text: string) => string;
  readonly ticks: () => number;
  /** For the whole test; 10 s without it. */
  readonly limitMs?: number;
}

const usualLimitMs = 10_000;

/** A real call, the cheapest there is, and the list of models at the same time. Never counted as the key's own error. */
export async function testKey(
  parts: KeyTestParts,
  provider: ProviderNode,
  key: KeyNode,
): Promise<KeyTestResult> {
  const { test } = provider.spec.def;
  const from = parts.ticks();
  const endsAt = from + (parts.limitMs ?? usualLimitMs);
  const list = listModels(parts.http, provider, key.spec.secret, endsAt - from).then(
    (listed) => listed?.map(({ id }) => id) ?? null,
    () => null,
  );
  const refused = test === null ? null : await askTest({ ...parts, endsAt }, provider, key.spec.secret, test);
  const models = await list;
  const error = refused ?? listFault(provider, models);
  return {
    ok: error === null,
    latency_ms: Math.round(parts.ticks() - from),
    models: models ?? [],
    ...(error === null ? {} : { error }),
  };
}

interface Asking extends KeyTestParts {
  /** In ticks. */
  readonly endsAt: number;
}

async function askTest(
  asking: Asking,
  provider: ProviderNode,
  secret: string,
  test: KeyTest,
): Promise<TestFault | null> {
  const { def } = provider.spec;
  const { headers, ...at } = addressed(def, provider.spec.baseUrl, secret);
  const address = { ...at, catalogBaseUrl: def.baseUrl.replace('{account_id}', at.accountId) };
  const ask = ({ method, url, body }: Pick<KeyTest, 'method' | 'url' | 'body'>): Promise<HttpAnswer> =>
    request(
      asking.http,
      { method, url: resolveUrl(url, address), headers, body },
      Math.max(1, asking.endsAt - asking.ticks()),
    );
  try {
    const answer = await ask(test);
    if (isOk(answer, test)) return null;
    if (test.second !== undefined && test.badStatuses.includes(answer.status)) {
      const second = await ask(test.second);
      if (second.status === 200) return null;
    }
    return faultOf(def, test, answer, asking.scrub);
  } catch {
    return noAnswer(provider);
  }
}

function isOk(answer: HttpAnswer, test: KeyTest): boolean {
  if (answer.status !== 200) return false;
  return Object.entries(test.okWhen ?? {}).every(([path, wanted]) =>
    valuesAt(answer.body, path).some((value) => wanted.some((one) => String(one) === String(value))),
  );
}

/** What is wrong although nothing was refused: nobody answers, or has what the owner named. */
function listFault(provider: ProviderNode, listed: readonly string[] | null): TestFault | null {
  const { def, models } = provider.spec;
  if (listed === null) return def.test === null ? noAnswer(provider) : null;
  // The catalog's own models come and go by themselves.
  const wanted = models === def.models ? [] : models.map(({ id }) => id);
  if (listed.length === 0 || wanted.length === 0) return null;
  if (wanted.some((id) => listed.some((one) => isSameModel(id, one)))) return null;
  return {
    cause: 'model_unknown',
    message: `${def.name} does not list ${shortened(wanted)}; it has ${shortened(listed)}`,
  };
}

/** Lists also have the version: `qwen3:latest`, `claude-haiku-4-5-20251001`. */
function isSameModel(named: string, listed: string): boolean {
  return listed === named || listed.startsWith(`${named}:`) || listed.startsWith(`${named}-`);
}

function shortened(ids: readonly string[]): string {
  return ids.slice(0, shownModels).join(', ') + (ids.length > shownModels ? ', …' : '');
}

const shownModels = 5;

function noAnswer({ spec }: ProviderNode): TestFault {
  const host = URL.parse(spec.baseUrl)?.host ?? spec.baseUrl;
  return { cause: 'network', message: `${spec.def.name} did not answer at ${host}` };
}
