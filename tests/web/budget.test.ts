import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openApp, type OpenApp } from './browser.ts';

/** Bytes of script, compressed, that travel for the first load of the settings. */
const mostScript = 150_000;
/** ms until the page stands whole and answers a click, on a processor a quarter as fast as the reference. */
const mostMs = 1_500;
const slower = 4;
/** ms that `keepPace` takes on the reference: one core of a small server of 2026, with nothing else to do (measured 2026-11-22). */
const referencePaceMs = 70;

interface Load {
  readonly bytes: number;
  /** ms of work of the page's own thread until it rests: scripts, layout and painting. */
  readonly workMs: number;
  /** ms that the same thread takes for a fixed work right after it. */
  readonly paceMs: number;
}

/**
 * A first load. Work is counted in the thread's own time, as Lighthouse's simulated throttling counts it, and held
 * against the pace of the same thread: neither a slower machine nor what other processes do to this one meanwhile shows.
 */
async function load(path: string): Promise<Load> {
  await using app = await openApp({ providers: [{ id: 'groq', keys: ['gsk_k1', 'gsk_k2'] }] });
  const { page, browser } = app;
  const tools = await browser.newCDPSession(page);
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const bytes = countScript(app);
  const workMs = await workOf(tools, async () => {
    // Looking for something in the page would be work of its thread as well.
    await page.goto(path, { waitUntil: 'networkidle' });
  });
  await page.getByRole('heading', { level: 3, name: 'Groq' }).first().waitFor();
  expect(app.complaints).toEqual([]);
  return { bytes: await bytes(), workMs, paceMs: await workOf(tools, () => keepPace(page)) };
}

/** ms of the page's own thread. */
async function workOf(tools: CDPSession, work: () => Promise<void>): Promise<number> {
  const read = async (): Promise<number> => {
    const { metrics } = await tools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
  };
  const before = await read();
  await work();
  return (await read()) - before;
}

/** What pages do, always as much of it: objects made, sorted and written as text, elements made and laid out. */
async function keepPace(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (let round = 0; round < 8; round += 1) {
      const items = Array.from({ length: 8_000 }, (_, index) => ({
        id: (index * 7_919) % 8_000,
        name: `item ${index}`,
      }));
      items.sort((one, other) => one.id - other.id);
      const again = JSON.parse(JSON.stringify(items)) as typeof items;
      const list = document.createElement('ul');
      for (const { name } of again.slice(0, 400)) {
        const item = document.createElement('li');
        item.textContent = name;
        list.append(item);
      }
      document.body.append(list);
      list.getBoundingClientRect();
      list.remove();
    }
  });
}

function countScript({ page }: OpenApp): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

test('the settings load with less than 150 kB of script, and can be used within 1.5 s on a slow processor', async () => {
  const loads = [];
  for (let turn = 0; turn < 5; turn += 1) loads.push(await load('/settings'));
  for (const { bytes } of loads) expect(bytes).toBeLessThan(mostScript);
  const bytes = Math.max(...loads.map((one) => one.bytes));
  expect(bytes).toBeGreaterThan(50_000);
  const paces = Math.min(...loads.map((one) => one.workMs / one.paceMs));
  expect(paces).toBeGreaterThan(0.5);
  const usableMs = paces * referencePaceMs * slower;
  console.log(
    `settings: ${bytes} bytes of script, work of ${paces.toFixed(1)} paces: ${Math.round(usableMs)} ms at a quarter of the speed`,
  );
  expect(usableMs).toBeLessThan(mostMs);
});
