import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import type { SimulationView } from '../../src/api/views/simulation-view.ts';
import { simulate } from '../../src/cli/simulate.ts';
import { asAdmin, temporaryFolder } from '../gateway.ts';
import { expectFits, expectNoViolations, openApp, shot, type OpenApp } from './browser.ts';

/** A day takes a second or two, on a machine that is busy some more. */
const dayMs = { timeout: 60_000 } as const;

const fleet: readonly SimSpec[] = [
  {
    id: 'groq',
    keys: [
      { secret: 'gsk_aaaaaaaaaaaaaaaaaaaaaaaa0001', account: 'org_a' },
      { secret: 'gsk_bbbbbbbbbbbbbbbbbbbbbbbb0002', account: 'org_b' },
    ],
  },
  { id: 'openrouter', keys: ['sk-or-v1-cccccccccccccccccccc0003'] },
];

async function visit({ page }: OpenApp): Promise<void> {
  await page.goto('/simulator');
  await page.getByRole('heading', { level: 2, name: /^(What becomes of it|Ce qu’il en advient)$/ }).waitFor();
}

function words(page: Page): Locator {
  return page.getByRole('status');
}

function cells(page: Page, provider: RegExp): Promise<string[]> {
  return page
    .getByRole('table', { name: /^(By provider|Par fournisseur)$/ })
    .getByRole('row', { name: provider })
    .getByRole('cell')
    .allInnerTexts();
}

test(
  'a day starts from the keys that are here, and says what it says on the command line',
  dayMs,
  async () => {
    await using app = await openApp({ providers: fleet });
    const { page } = app;
    await visit(app);
    expect(await page.getByRole('slider', { name: 'Groq' }).getAttribute('aria-valuetext')).toBe(
      '2 accounts',
    );
    expect(await page.getByRole('slider', { name: 'OpenRouter' }).getAttribute('aria-valuetext')).toBe(
      '1 account',
    );
    await page.getByRole('spinbutton', { name: 'Traffic, exact figure' }).fill('6000');
    const command = await page.getByRole('region', { name: 'Command' }).innerText();
    expect(command).toBe('npx noria simulate --rate 6000/day --keys groq=2,openrouter=1');
    await words(page)
      .getByText(/^With these keys \d,\d{3} requests a day are served\.$/)
      .waitFor(dayMs);

    const args = command.replace('npx noria simulate ', '').split(' ');
    const nowhere = { folder: temporaryFolder(), processEnv: {}, terminal: false };
    const { output, errors } = await simulate([...args, '--json'], nowhere);
    expect(errors).toBe('');
    const day = JSON.parse(output) as SimulationView;
    const figure = (amount: number): string => amount.toLocaleString('en');
    await words(page)
      .getByText(`With these keys ${figure(day.served)} requests a day are served.`)
      .waitFor();
    const failedAt = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Paris',
    });
    const time = failedAt.format(new Date(day.first_failure_at ?? ''));
    await words(page).getByText(`The first failure would come at ${time}.`).waitFor();
    const { groq } = day.providers;
    expect((await cells(page, /^Groq/)).slice(0, 4)).toEqual(
      [groq?.accounts, groq?.requests, groq?.refused, groq?.allowed].map((amount) => figure(amount ?? -1)),
    );
    expect((await cells(page, /^Together/))[1]).toBe(figure(day.served));

    await page.getByText('The figures as a table').click();
    const curve = page.getByRole('table', { name: 'Requests, by what became of them' });
    expect(await curve.locator('tbody tr').count()).toBe(24);
    expect(await curve.locator('tfoot td').allInnerTexts()).toEqual(
      [day.served, 0, day.failures, day.requests].map(figure),
    );
    expect(app.complaints).toEqual([]);
  },
);

test('everything is set by keyboard: more accounts, a local model, another provider', dayMs, async () => {
  await using app = await openApp({ providers: fleet });
  const { page } = app;
  await visit(app);
  await page.getByRole('slider', { name: 'Traffic' }).focus();
  await page.keyboard.press('Home');
  await page.getByRole('slider', { name: 'How long' }).focus();
  await page.keyboard.press('Home');
  expect(await page.getByRole('slider', { name: 'How long' }).getAttribute('aria-valuetext')).toBe('1 hour');
  await page.getByRole('slider', { name: 'Groq' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(
    await page.getByRole('slider', { name: 'OpenRouter' }).evaluate((it) => it === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('combobox', { name: 'Add a provider' }).selectOption({ label: 'Cohere' });
  await page.getByRole('switch', { name: 'With a local model as the last resort' }).press('Space');
  await page.getByRole('combobox', { name: 'When they come' }).selectOption('flat');
  const command =
    'npx noria simulate --rate 100/day --keys openrouter=2,cohere=1 --local --hours 1 --shape flat';
  expect(await page.getByRole('region', { name: 'Command' }).innerText()).toBe(command);
  await words(page)
    .getByText(/^With these keys \d+ requests? (is|are) served in 1 hour\.$/)
    .waitFor(dayMs);
  await expect.poll(async () => (await cells(page, /^OpenRouter/))[0], dayMs).toBe('2');
  expect((await cells(page, /^Cohere/))[0]).toBe('1');
  expect(app.complaints).toEqual([]);
});

test('what cannot be is said at once, and nothing is asked of the gateway', dayMs, async () => {
  await using app = await openApp({ providers: fleet });
  const { page } = app;
  await visit(app);
  const traffic = page.getByRole('spinbutton', { name: 'Traffic, exact figure' });
  await traffic.fill('2000000');
  await page.getByRole('alert').getByText('Allowed: whole numbers from 100 to 1,000,000.').waitFor();
  await traffic.blur();
  expect(await traffic.inputValue()).toBe('5000');
  await traffic.fill('800000');
  await page.getByRole('spinbutton', { name: 'How long, exact figure' }).fill('48');
  await page
    .getByText('That would be 1,600,000 requests in all; at most 1,000,000 can be simulated.')
    .waitFor();
  await page.getByRole('spinbutton', { name: 'How long, exact figure' }).fill('24');
  for (const name of ['Groq', 'OpenRouter']) await page.getByRole('slider', { name }).fill('0');
  await page.getByText('Choose at least one account, or the local model.').waitFor();
  expect(app.complaints).toEqual([]);
});

test('one that is left is ended, one of somebody else is waited for, and then said', dayMs, async () => {
  await using app = await openApp({ providers: fleet });
  const { page, url } = app;
  await visit(app);
  // Too long to end by itself: the next one has to end it.
  await page.getByRole('spinbutton', { name: 'Traffic, exact figure' }).fill('1000000');
  await page.waitForRequest((request) => request.postData()?.includes('1000000') === true);
  await page.getByRole('spinbutton', { name: 'Traffic, exact figure' }).fill('300');
  await words(page)
    .getByText(/^With these keys \d+ requests a day are served\.$/)
    .waitFor(dayMs);

  const others = new AbortController();
  const other = fetch(`${url}/api/simulate`, {
    method: 'POST',
    headers: { ...asAdmin, 'content-type': 'application/json' },
    body: JSON.stringify({ rate: 1_000_000, keys: { groq: 200 } }),
    signal: others.signal,
  }).catch(() => null);
  await page.getByRole('spinbutton', { name: 'Traffic, exact figure' }).fill('400');
  await page.getByText('Another simulation is running').waitFor(dayMs);
  others.abort();
  await other;
  await page.getByRole('button', { name: 'Try again' }).click();
  await words(page)
    .getByText(/^With these keys \d+ requests a day are served\.$/)
    .waitFor(dayMs);
  expect(app.complaints).toEqual([]);
});

test('without a key it starts from an example', dayMs, async () => {
  await using app = await openApp();
  const { page } = app;
  await visit(app);
  await page.getByText('There is no key here yet: it starts from an example.').waitFor();
  expect(await page.getByRole('slider', { name: 'Groq' }).getAttribute('aria-valuetext')).toBe('1 account');
  await words(page)
    .getByText(/requests a day are served/)
    .waitFor(dayMs);
  expect(app.complaints).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'in French, wide and at 360 px, with nothing for axe to find: %s',
  dayMs,
  async (theme) => {
    await using app = await openApp({ providers: fleet, theme, language: 'fr' });
    const { page } = app;
    await visit(app);
    await page.getByRole('spinbutton', { name: 'Trafic, valeur exacte' }).fill('6000');
    await page.getByRole('switch', { name: 'Avec un modèle local en dernier recours' }).click();
    await words(page)
      .getByText(
        /^Avec ces clés, 5\u202f9\d\d requêtes par jour sont servies\.$|^Avec ces clés, 6\u202f\d{3} requêtes/,
      )
      .waitFor(dayMs);
    await words(page)
      .getByText(/À partir de \d\d:\d\d, le modèle local prend le relais\./)
      .waitFor();
    await page
      .getByRole('img', { name: /^Graphique/ })
      .locator('canvas')
      .waitFor();
    await expectNoViolations(page);
    await shot(page, `simulator-${theme}`);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectFits(page);
    await expectNoViolations(page);
    await shot(page, `simulator-360-${theme}`);
    expect(app.complaints).toEqual([]);
  },
);
