import type { Locator, Page } from 'playwright-core';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import type { KeyView } from '../../src/api/views/key-view.ts';
import { asAdmin, asClient } from '../gateway.ts';
import { openApp, type AppOptions, type OpenApp } from './browser.ts';

export const secrets = {
  groq: `gsk_${'a1b2'.repeat(12)}xyz1`,
  second: `gsk_${'c3d4'.repeat(12)}xyz2`,
  revoked: `gsk_${'e5f6'.repeat(12)}xyz3`,
  replicate: `r8_${'g7h8'.repeat(9)}i`,
  otherReplicate: `r8_${'j9k0'.repeat(9)}l`,
} as const;

/** As the page shows it: first 8 and last 4 characters. */
export function masked(secret: string): string {
  return `${secret.slice(0, 8)}...${secret.slice(-4)}`;
}

const quick = { latencyMs: 0, chunkMs: 0 } as const;
export const groq: SimSpec = {
  id: 'groq',
  keys: [secrets.groq, secrets.second, { secret: secrets.revoked, state: 'revoked' }],
  ...quick,
};
const replicate: SimSpec = {
  id: 'replicate',
  keys: [secrets.replicate, secrets.otherReplicate],
  ...quick,
};

/** The settings page over simulated providers that know the keys above; none of them is in the environment. */
export async function openSettings(options: AppOptions = {}): Promise<OpenApp> {
  const { env, ...rest } = options;
  return openApp({
    providers: [groq, replicate],
    env: {
      GROQ_API_KEYS: '',
      REPLICATE_API_TOKEN: '',
      REPLICATE_API_KEYS: '',
      NORIA_MAX_WAIT_MS: '0',
      ...env,
    },
    ...rest,
  });
}

export async function visit({ page }: OpenApp): Promise<void> {
  await page.goto('/settings');
  await page.getByRole('heading', { level: 3 }).first().waitFor();
}

export async function addKey(
  { url }: OpenApp,
  key: {
    readonly provider: string;
    readonly secret: string;
    readonly label?: string;
    readonly account?: string;
  },
): Promise<KeyView> {
  const answer = await fetch(`${url}/api/keys`, {
    method: 'POST',
    headers: { ...asAdmin, 'content-type': 'application/json' },
    body: JSON.stringify(key),
  });
  return (await answer.json()) as KeyView;
}

export async function keysOf({ url }: OpenApp): Promise<readonly KeyView[]> {
  const answer = await fetch(`${url}/api/keys`, { headers: asAdmin });
  return ((await answer.json()) as { keys: KeyView[] }).keys;
}

/** By `auto` every model of a provider is tried before the answer is a refusal. */
export async function chat({ url }: OpenApp, model = 'auto'): Promise<number> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Bonjour' }] }),
  });
  await answer.text();
  return answer.status;
}

/** «Clés API Groq» */
export function section(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** The card of a key. */
export function card(page: Page, secret: string): Locator {
  return page.getByRole('article').filter({ has: page.getByRole('heading', { name: masked(secret) }) });
}
