import { expect, test } from 'vitest';
import { expectFits, expectNoViolations, openApp, shot } from './browser.ts';

test('the frame speaks the browser’s language, changes it, and remembers', async () => {
  await using app = await openApp({ language: 'fr' });
  const { page } = app;
  await page.goto('/settings');
  await page.getByRole('heading', { level: 1, name: 'Paramètres' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  expect(app.complaints).toEqual([]);
});

test('the theme is chosen, remembered, and there before the first paint', async () => {
  await using app = await openApp();
  const { page } = app;
  await page.goto('/quotas');
  const ground = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: /^Theme: as the system/ }).click();
  await page.getByRole('button', { name: /^Theme: light/ }).click();
  await page.getByRole('button', { name: /^Theme: dark/ }).waitFor();
  expect(await ground()).not.toBe(light);
  await page.goto('/quotas', { waitUntil: 'commit' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  expect(app.complaints).toEqual([]);
});

test('every page is reached by keyboard from the menu, and says where one is', async () => {
  await using app = await openApp();
  const { page } = app;
  await page.goto('/');
  for (const name of ['Quotas', 'Requests', 'Content', 'Simulator', 'Settings']) {
    await page.getByRole('link', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await page.getByRole('link', { name, exact: true }).getAttribute('aria-current')).toBe('page');
    await expect.poll(() => page.title()).toBe(`${name} · Noria`);
  }
  expect(app.complaints).toEqual([]);
});

test.each(['light', 'dark'] as const)('the frame fits 360 px and axe finds nothing: %s', async (theme) => {
  await using app = await openApp({ theme, width: 360, language: 'fr' });
  const { page } = app;
  await page.goto('/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectFits(page);
  const last = await page.getByRole('link', { name: 'Paramètres', exact: true }).boundingBox();
  expect((last?.x ?? 0) + (last?.width ?? 360)).toBeLessThanOrEqual(360);
  await expectNoViolations(page);
  await shot(page, `frame-360-${theme}`);
});

test.each([
  ['en', 'GB', '14:05'],
  ['en', 'US', '2:05 PM'],
  ['fr', 'CA', '14 h 05'],
] as const)('times are as they are written in the region: %s-%s', async (language, region, shown) => {
  await using app = await openApp({ language, region, timeZone: 'UTC' });
  const { page } = app;
  const at = `${new Date().toISOString().slice(0, 10)}T14:05:00.000Z`;
  await page.clock.setFixedTime(at);
  await page.addInitScript((then) => {
    const wish = { content_type: 'product-title', product_name: 'A lamp' };
    const entry = { id: 'one', at: then, wish, texts: ['A lamp'], provider: 'groq', model: 'm', tookMs: 5 };
    localStorage.setItem('noria.content.history', JSON.stringify([entry]));
  }, at);
  await page.goto('/content');
  const time = page.locator(`time[datetime="${at}"]`);
  await expect.poll(async () => (await time.textContent())?.replaceAll(/\s/g, ' ')).toBe(shown);
});

const everyPage = ['/', '/quotas', '/requests', '/content', '/simulator', '/settings'] as const;

test.each([true, false])(
  'every page says so when the gateway is the demonstration: %s',
  async (simulated) => {
    await using app = await openApp({ simulated, providers: [{ id: 'groq', keys: ['gsk_k1'] }] });
    const { page, browser } = app;
    const banner = page.getByText('Demonstration: every provider here is simulated on this machine.');
    for (const path of everyPage) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await banner.count()).toBe(simulated ? 1 : 0);
    }
    // Nobody is asked for the token without knowing.
    await browser.clearCookies();
    await page.goto('/settings');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await banner.count()).toBe(simulated ? 1 : 0);
    expect(app.complaints).toEqual([]);
  },
);
