import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openApp, type OpenApp } from './browser.ts';

/** A phone: every page is longer than it. */
async function openSmall(): Promise<OpenApp> {
  return openApp({ width: 360, providers: [{ id: 'groq', keys: ['gsk_k1'] }] });
}

function scrolled(page: Page): Promise<number> {
  return page.evaluate(() => scrollY);
}

async function scrollDown(page: Page): Promise<void> {
  await page.evaluate(() => scrollTo(0, 400));
  await expect.poll(() => scrolled(page)).toBe(400);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    return at?.id || at?.textContent || at?.tagName || '';
  });
}

async function follow(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

test('another page begins at its top, and the keyboard goes on in it', async () => {
  await using app = await openSmall();
  const { page } = app;
  await page.goto('/');
  await page.getByRole('heading', { level: 2, name: 'Use it in your programs' }).waitFor();
  await scrollDown(page);
  await follow(page, 'Content');
  expect(await scrolled(page)).toBe(0);
  expect(await focused(page)).toBe('content');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  expect(app.complaints).toEqual([]);
});

test('so it does by a link of a page, which goes away with it', async () => {
  await using app = await openSmall();
  const { page } = app;
  await page.goto('/');
  await page.getByRole('main').getByRole('link', { name: 'All quotas' }).click();
  await page.getByRole('heading', { level: 1, name: 'Quotas' }).waitFor();
  await expect.poll(() => focused(page)).toBe('content');
  expect(await scrolled(page)).toBe(0);
});

test('whoever goes back finds the page as it was left, and the next page begins at its top again', async () => {
  await using app = await openSmall();
  const { page } = app;
  await page.goto('/');
  await page.getByRole('heading', { level: 2, name: 'Use it in your programs' }).waitFor();
  await scrollDown(page);
  await follow(page, 'Content');
  await page.getByRole('textbox', { name: 'Product' }).focus();
  await page.goBack();
  await page.getByRole('heading', { level: 2, name: 'Use it in your programs' }).waitFor();
  await expect.poll(() => scrolled(page)).toBe(400);
  expect(await focused(page)).not.toBe('content');
  await follow(page, 'Content');
  expect(await scrolled(page)).toBe(0);
  expect(await focused(page)).toBe('content');
});

test('who has jumped over the menu before is led into the next page as well', async () => {
  await using app = await openSmall();
  const { page } = app;
  await page.goto('/');
  await page.getByRole('heading', { level: 2, name: 'Use it in your programs' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('content');
  await scrollDown(page);
  await follow(page, 'Content');
  expect(await scrolled(page)).toBe(0);
  expect(await focused(page)).toBe('content');
});

test('a link to a part of a page leads there, not to the top', async () => {
  await using app = await openSmall();
  const { page } = app;
  await page.goto('/');
  await page.getByRole('main').locator('a[href="/settings#clients"]').click();
  await page.getByRole('heading', { level: 2, name: 'Client keys' }).waitFor();
  await expect.poll(() => scrolled(page)).toBeGreaterThan(0);
  expect(await focused(page)).not.toBe('content');
});
