import { resolveUrl } from '../../catalog/resolve-url.ts';
import type { KeyTest, Provider } from '../../catalog/types.ts';
import { classify } from '../../engine/classify.ts';
import type { KeyNode, ProviderNode } from '../../engine/nodes.ts';
import { addressed } from '../../upstream/credentials.ts';
import type { HttpClient } from '../../upstream/http.ts';
import { request, type HttpAnswer } from '../../upstream/ask.ts';
import { valuesAt } from '../../engine/error-match.ts';
import { listModels } from './model-list.ts';

export interface KeyTestResult {
  readonly ok: boolean;
  readonly latency_ms: number;
  /** Ids the provider lists for this key; empty when it lists none. */
  readonly models: readonly string[];
  readonly error?: TestFault;
}

export interface TestFault {
  readonly cause: TestCause;
  readonly message: string;
}

/** Why a test failed, in one word that a page can translate. */
export type TestCause = 'wrong_key' | 'no_quota' | 'network' | 'region' | 'unclear';

export interface KeyTestParts {
  readonly http: HttpClient;
  readonly scrub: (text: string) => string;
  readonly ticks: () => number;
}

const testMs = 10_000;

/** A real call, the cheapest there is. Never counted as the key's own error. */
export async function testKey(
  parts: KeyTestParts,
  provider: ProviderNode,
  key: KeyNode,
): Promise<KeyTestResult> {
  const { def } = provider.spec;
  const from = parts.ticks();
  const list = await listModels(parts.http, provider, key.spec.secret, testMs).catch(() => null);
  const models = list?.map(({ id }) => id) ?? null;
  if (def.test === null) {
    const ok = models !== null;
    return {
      ok,
      latency_ms: Math.round(parts.ticks() - from),
      models: models ?? [],
      ...(ok ? {} : { error: fault('network', 'no answer') }),
    };
  }
  const verdict = await askTest(parts, provider, key.spec.secret, def.test);
  return {
    ok: verdict === null,
    latency_ms: Math.round(parts.ticks() - from),
    models: models ?? [],
    ...(verdict === null ? {} : { error: verdict }),
  };
}

async function askTest(
  parts: KeyTestParts,
  provider: ProviderNode,
  secret: string,
  test: KeyTest,
): Promise<TestFault | null> {
  const { def } = provider.spec;
  const { headers, ...at } = addressed(def, provider.spec.baseUrl, secret);
  const address = { ...at, catalogBaseUrl: def.baseUrl.replace('{account_id}', at.accountId) };
  try {
    const answer = await request(
      parts.http,
      { method: test.method, url: resolveUrl(test.url, address), headers, body: test.body },
      testMs,
    );
    if (isOk(answer, test)) return null;
    if (test.second !== undefined && test.badStatuses.includes(answer.status)) {
      const second = await request(
        parts.http,
        { method: test.second.method, url: resolveUrl(test.second.url, address), headers },
        testMs,
      );
      if (second.status === 200) return null;
    }
    return explain(parts, def, answer, test);
  } catch {
    return fault('network', `${def.name} did not answer at ${new URL(at.baseUrl).host}`);
  }
}

function explain(parts: KeyTestParts, def: Provider, answer: HttpAnswer, test: KeyTest): TestFault {
  const words = parts.scrub(wordsOf(answer.body)).slice(0, 300);
  const credential = classify(def, answer, 0).class === 'credential';
  if (credential || test.badStatuses.includes(answer.status))
    return fault('wrong_key', words === '' ? 'the provider refuses the key' : words);
  if (answer.status === 402 || answer.status === 429) return fault('no_quota', words);
  if (/FAILED_PRECONDITION|country|region/i.test(words)) return fault('region', words);
  return fault('unclear', words === '' ? `status ${answer.status}` : words);
}

function isOk(answer: HttpAnswer, test: KeyTest): boolean {
  if (answer.status !== 200) return false;
  return Object.entries(test.okWhen ?? {}).every(([path, wanted]) =>
    valuesAt(answer.body, path).some((value) => wanted.some((one) => String(one) === String(value))),
  );
}

function wordsOf(body: unknown): string {
  const found = [
    'error.message',
    'message',
    'errors[].message',
    'detail',
    '[].error.message',
    'error',
  ].flatMap((path) => valuesAt(body, path));
  return (
    found.find((value) => typeof value === 'string') ??
    (typeof body === 'string' && !body.startsWith('<') ? body : '')
  );
}

function fault(cause: TestCause, message: string): TestFault {
  return { cause, message };
}
