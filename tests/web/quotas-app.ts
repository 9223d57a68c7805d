import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { asClient } from '../gateway.ts';
import type { OpenApp } from './browser.ts';

/** For what takes a moment, on a machine that is busy a longer one. */
export const soon = { timeout: 15_000 } as const;

const quick = { latencyMs: 0, chunkMs: 0 } as const;
const minute = { kind: 'refill', ms: 60_000 } as const;
const utcDay = { kind: 'fixed', ms: 86_400_000, zone: 'UTC', calendar: 'day' } as const;
export const groqKeys = ['gsk_aaaaaaaaaaaaaaaaaaaaaaaa0001', 'gsk_bbbbbbbbbbbbbbbbbbbbbbbb0002'] as const;

export const groq: SimSpec = { id: 'groq', keys: groqKeys, ...quick };
const openrouter: SimSpec = {
  id: 'openrouter',
  keys: ['sk-or-v1-cccccccccccccccccccc0003'],
  limits: [
    { unit: 'requests', amount: 20, window: minute, per: 'account' },
    { unit: 'requests', amount: 50, window: utcDay, per: 'account' },
  ],
  ...quick,
};
export const ollama: SimSpec = { id: 'ollama', keys: [], models: ['llama3.1:8b'], limits: [], ...quick };
export const fleet = [
  groq,
  openrouter,
  { id: 'mistral', keys: ['dddddddddddddddddddd0004'], ...quick },
] as const;

async function chat({ url }: OpenApp, model = 'auto'): Promise<number> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...asClient, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'How much is left?' }] }),
  });
  await answer.text();
  return answer.status;
}

export async function chatOften(app: OpenApp, count: number, model?: string): Promise<void> {
  for (let call = 0; call < count; call += 1) expect(await chat(app, model)).toBe(200);
}

export async function visit({ page }: OpenApp): Promise<void> {
  await page.goto('/quotas');
  await page.getByRole('heading', { level: 2, name: /^(Today|Aujourd’hui)$/ }).waitFor();
}

/** The figures of a column, top to bottom, without the rows of the foot. */
export function figures(within: Locator, column: number): Promise<number[]> {
  return within.locator(`tbody tr td:nth-child(${column})`).allInnerTexts().then(numbers);
}

export function sums(within: Locator): Promise<number[]> {
  return within.locator('tfoot td').allInnerTexts().then(numbers);
}

/** Without the marks between thousands of either language. */
export function numbers(texts: readonly string[]): number[] {
  return texts.map((text) => Number(text.replaceAll(/[^\d.]/g, '')));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function card(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

export function tile(page: Page, name: string): Locator {
  return page.getByText(name, { exact: true }).locator('..').getByRole('definition');
}

/** A month of other days. */
export async function addHistory({ gateway }: OpenApp): Promise<void> {
  const rows = Array.from({ length: 29 }, (_, index) => new Date(Date.now() - (index + 1) * 86_400_000))
    .map((date) => date.toISOString().slice(0, 10))
    .flatMap((day, index) =>
      ['groq', 'mistral', 'openrouter', ''].map((provider, place) => ({
        ...counts,
        day,
        provider,
        requests: Math.round(40 * (4 - place) * (1.2 + Math.sin(index + place))),
      })),
    );
  await gateway.context.store.usage.addUsage(rows);
}

const counts = {
  model: 'any',
  keyId: '',
  app: 'chat',
  local: false,
  successes: 1,
  failures: 0,
  promptTokens: 100,
  completionTokens: 50,
  savedUsdMicros: 200,
  timed: 1,
  tookMs: 400,
  firstTokens: 1,
  firstTokenMs: 90,
} as const;
