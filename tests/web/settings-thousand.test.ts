import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { asAdmin } from '../gateway.ts';
import { expectFits, shot, type OpenApp } from './browser.ts';
import { openSettings, section } from './settings-stage.ts';

const amount = 1_000;
/** What a view may take. */
const mostMs = 200;

async function addMany({ url }: OpenApp): Promise<void> {
  for (const half of [0, 1]) {
    const lines = Array.from({ length: amount / 2 }, (_, place) => {
      const number = String(half * (amount / 2) + place).padStart(4, '0');
      return `key${number} gsk_${number}${'a1b2'.repeat(11)}${number}`;
    });
    const answer = await fetch(`${url}/api/keys/bulk`, {
      method: 'POST',
      headers: { ...asAdmin, 'content-type': 'application/json' },
      body: JSON.stringify({ text: lines.join('\n'), provider: 'groq' }),
    });
    expect(answer.status).toBe(200);
  }
}

interface View {
  /** From a click on the menu until the cards are painted. */
  readonly ms: number;
  /** Of it, what the page itself worked: other processes do not count. */
  readonly workMs: number;
}

async function viewOf(page: Page, tools: CDPSession): Promise<View> {
  const before = await workOf(tools);
  const ms = await page.evaluate(async () => {
    const from = performance.now();
    document.querySelector<HTMLAnchorElement>('a[href="/settings"]')?.click();
    while (document.querySelector('[aria-labelledby="provider-groq"] article') === null)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - from;
  });
  return { ms, workMs: (await workOf(tools)) - before };
}

async function workOf(tools: CDPSession): Promise<number> {
  const { metrics } = await tools.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

test(
  'a thousand keys: seen in a moment, found by a word or a state, shown in pieces',
  { timeout: 120_000 },
  async () => {
    await using app = await openSettings();
    const { page } = app;
    await addMany(app);
    await page.goto('/requests');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const tools = await app.browser.newCDPSession(page);
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const views = [await viewOf(page, tools)];
    for (let visit = 0; visit < 4; visit += 1) {
      await page.getByRole('link', { name: 'Requests', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Requests' }).waitFor();
      views.push(await viewOf(page, tools));
    }
    const told = views.map(({ ms, workMs }) => `${Math.round(ms)} (${Math.round(workMs)})`);
    console.log(`views of a thousand keys, ms, and of them the page’s own work: ${told.join(', ')}`);
    const keys = section(page, 'Groq API keys');
    await keys.getByText('1,000 keys: 1,000 ready').waitFor();
    expect(await keys.getByRole('article').count()).toBe(8);
    // A list that is not shown costs nothing: the page stays as small as with a dozen keys.
    expect(await page.evaluate(() => document.querySelectorAll('#providers ~ * *').length)).toBeLessThan(
      1_500,
    );
    expect(Math.min(...views.map(({ workMs }) => workMs))).toBeLessThan(mostMs);

    await page.getByLabel('Find a key, an account, a provider').fill('key0777');
    await page.getByText('1 key of 1,000').waitFor();
    expect(await keys.getByRole('article').count()).toBe(1);
    await page.getByText('key0777').waitFor();
    await keys.getByRole('article').getByRole('button', { name: 'Disable' }).click();
    await keys.getByText('disabled', { exact: true }).waitFor();
    await page.getByLabel('Find a key, an account, a provider').fill('');
    await page.getByLabel('State').selectOption('disabled');
    await page.getByText('1 key of 1,000').waitFor();
    await page.getByLabel('State').selectOption('ready');
    await page.getByText('999 keys of 1,000').waitFor();
    await page.getByRole('button', { name: 'Show 40 more keys (991 left)' }).click();
    await page.getByRole('button', { name: 'Show 40 more keys (951 left)' }).waitFor();
    expect(await keys.getByRole('article').count()).toBe(48);
    const ninth = keys.getByRole('article').nth(8);
    expect(await ninth.evaluate((one) => one === document.activeElement)).toBe(true);
    await expectFits(page);
    await shot(page, 'settings-thousand');
    expect(app.complaints).toEqual([]);
  },
);
