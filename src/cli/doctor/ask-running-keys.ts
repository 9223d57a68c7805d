import type { KeyTestResult } from '../../relay/upkeep/key-test.ts';
import { ask, fieldOf } from './ask.ts';
import { inTurns } from './in-turns.ts';
import type { TestedKey } from './key-finding.ts';

export type RunningKeys =
  | { readonly kind: 'tested'; readonly keys: readonly TestedKey[]; readonly disabled: number }
  /** The token is not this Noria's. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent' };

interface ShownKey {
  readonly id: string;
  readonly provider: string;
  readonly masked: string;
  readonly label: string | null;
  readonly status: string;
}

/** A test takes at most ten seconds at the provider. */
const testMs = 15_000;

/** Lets the running Noria test its keys: it has those of the tables open, and learns from what it finds. */
export async function askRunningKeys(url: string, token: string): Promise<RunningKeys> {
  const listed = await ask(`${url}/api/keys`, { token });
  if (listed?.status === 401 || listed?.status === 403) return { kind: 'refused' };
  const shown = fieldOf(listed?.body, 'keys');
  if (listed?.status !== 200 || !Array.isArray(shown)) return { kind: 'silent' };
  const all = shown as readonly ShownKey[];
  const enabled = all.filter(({ status }) => status !== 'disabled');
  const keys = await inTurns(enabled, async ({ id, provider, masked, label }) => ({
    provider,
    masked,
    label,
    place: null,
    result: await testOf(url, token, id),
  }));
  return { kind: 'tested', keys, disabled: all.length - enabled.length };
}

async function testOf(url: string, token: string, id: string): Promise<KeyTestResult> {
  const path = `/api/keys/${encodeURIComponent(id)}/test`;
  const answer = await ask(`${url}${path}`, { token, method: 'POST', timeoutMs: testMs });
  if (answer?.status === 200 && typeof fieldOf(answer.body, 'ok') === 'boolean')
    return answer.body as KeyTestResult;
  const message = 'the running Noria could not test it';
  return { ok: false, latency_ms: 0, models: [], error: { cause: 'unclear', message } };
}
