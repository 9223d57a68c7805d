import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from '../../scripts/find-chromium.js';
import { adminToken, startGateway, type TestGateway, type TestGatewayOptions } from '../gateway.ts';

export interface AppOptions extends TestGatewayOptions {
  /** Of the browser; `en` without it. */
  readonly language?: 'fr' | 'en';
  /** Of the browser; `FR` or `GB` without it. */
  readonly region?: string;
  readonly theme?: 'light' | 'dark';
  /** CSS pixels: 1280 wide without it. */
  readonly width?: number;
  /** False = as somebody who comes for the first time. */
  readonly signedIn?: boolean;
  readonly timeZone?: string;
}

/** The app in a real browser, over a real gateway and simulated providers. */
export interface OpenApp extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly url: string;
  readonly page: Page;
  readonly browser: BrowserContext;
  /** What the page complained about: errors, broken policies, answers of 5xx. A test ends with `expect(app.complaints).toEqual([])`. */
  readonly complaints: readonly string[];
}

let shared: Promise<Browser> | null = null;

/** One browser for all tests of a file; it ends with the process. */
function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium in the PATH: "npm test" installs it');
  shared ??= chromium.launch({
    executablePath,
    // Tests may run as root, in a container without a sandbox of its own or shared memory to speak of.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
  });
  return shared;
}

export async function openApp({
  language = 'en',
  region = language === 'fr' ? 'FR' : 'GB',
  theme = 'light',
  width = 1_280,
  signedIn = true,
  timeZone = 'Europe/Paris',
  ...options
}: AppOptions = {}): Promise<OpenApp> {
  const gateway = await startGateway(options);
  const url = await gateway.listen();
  const browser = await (
    await launch()
  ).newContext({
    baseURL: url,
    locale: `${language}-${region}`,
    timezoneId: timeZone,
    colorScheme: theme,
    viewport: { width, height: width < 600 ? 740 : 900 },
  });
  browser.setDefaultTimeout(10_000);
  if (signedIn) await signIn(browser, url);
  const page = await browser.newPage();
  return {
    gateway,
    url,
    page,
    browser,
    complaints: listen(page),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await gateway[Symbol.asyncDispose]();
    },
  };
}

async function signIn(browser: BrowserContext, url: string): Promise<void> {
  const answer = await browser.request.post(`${url}/api/session`, {
    data: { token: adminToken },
    headers: { origin: url },
  });
  expect(answer.status()).toBe(200);
}

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refused call is told by the browser as well; what it means is the page's business.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(`console: ${message.text()}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 500) complaints.push(`${answer.status()} ${answer.url()}`);
  });
  return complaints;
}

/** axe, with the rules of WCAG 2.2 A and AA and its best practices. `within`: a selector; the whole page without it. */
export async function expectNoViolations(page: Page, within = 'html'): Promise<void> {
  // Colours on their way from one to the other are neither.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))),
  );
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    ),
  ).toEqual([]);
}

/** The page does not scroll sideways, once it has taken the width that it was given. */
export async function expectFits(page: Page): Promise<void> {
  const beyond = (): Promise<number> =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  await expect.poll(beyond, { timeout: 5_000, message: 'the page scrolls sideways' }).toBeLessThanOrEqual(0);
}

const folder = join(import.meta.dirname, '../../.tmp/screenshots');

/** A picture of the whole page, to be looked at: `.tmp/screenshots/<name>.png`. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** The same of a part of it, such as a dialog. */
export async function shotOf(part: Locator, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await part.screenshot({ path: join(folder, `${name}.png`) });
}
