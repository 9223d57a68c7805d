import { expect, test } from 'vitest';
import { openApp, type OpenApp } from './browser.ts';

/** Bytes of script, compressed, that travel for the first load of the settings. */
const mostScript = 150_000;
/** ms until the page shows what it is about and answers a click, on a processor a quarter as fast. */
const mostMs = 1_500;
const slower = 4;

interface Load {
  readonly bytes: number;
  readonly interactiveMs: number;
}

declare global {
  interface Window {
    loading: { shownAt: number; busyUntil: number };
  }
}

/** A first load, as Lighthouse measures one: when the page is shown and the processor has its first rest of half a second. */
async function load(path: string): Promise<Load> {
  await using app = await openApp({ providers: [{ id: 'groq', keys: ['gsk_k1', 'gsk_k2'] }] });
  const { page, browser } = app;
  const tools = await browser.newCDPSession(page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.addInitScript(watchLoading);
  const bytes = countScript(app);
  await page.goto(path);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await page.waitForFunction(() => performance.now() > window.loading.busyUntil + 500);
  const { shownAt, busyUntil } = await page.evaluate(() => window.loading);
  expect(app.complaints).toEqual([]);
  return { bytes: await bytes(), interactiveMs: Math.max(shownAt, busyUntil) };
}

/** In the page: when its first section stands, and when the last task ended that kept a click waiting. */
function watchLoading(): void {
  window.loading = { shownAt: Infinity, busyUntil: 0 };
  new MutationObserver((_changes, observer) => {
    if (document.querySelector('main h2') === null) return;
    window.loading.shownAt = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      window.loading.busyUntil = Math.max(window.loading.busyUntil, startTime + duration);
  }).observe({ type: 'longtask', buffered: true });
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
  const loads = [await load('/settings'), await load('/settings'), await load('/settings')];
  for (const { bytes } of loads) expect(bytes).toBeLessThan(mostScript);
  expect(loads[0]?.bytes).toBeGreaterThan(50_000);
  // The best of three: the machine may be doing something else.
  const interactiveMs = Math.min(...loads.map((one) => one.interactiveMs));
  console.log(
    `settings: ${loads[0]?.bytes} bytes of script, interactive after ${Math.round(interactiveMs)} ms at a quarter of the speed`,
  );
  expect(interactiveMs).toBeLessThan(mostMs);
});
