import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { SimSpec } from '../../fleet/sim-spec.ts';
import { adminToken } from '../gateway.ts';
import { expectFits, expectNoViolations, openApp, shot, type AppOptions, type OpenApp } from './browser.ts';

const groqKey = `gsk_${'a'.repeat(36)}Zz19`;
const wrongKey = `gsk_${'b'.repeat(36)}Zz20`;
const sharedKey = `sk-${'0123456789abcdef'.repeat(2)}`;
const story = 'A noria is a wheel. The river turns it. It lifts water all by itself.';

const groq: SimSpec = {
  id: 'groq',
  keys: [groqKey, { secret: wrongKey, state: 'revoked' }],
  limits: [],
  answer: story,
  latencyMs: 20,
  chunkMs: 15,
};

/** The same with the good key alone. */
const served: SimSpec = { ...groq, keys: [groqKey] };

/** A Noria without a key, and providers that would take one. */
function openEmpty({ providers = [groq], ...options }: AppOptions = {}): Promise<OpenApp> {
  const names = providers.map(({ id }) => [`${id.toUpperCase()}_API_KEYS`, ''] as const);
  return openApp({ providers, env: Object.fromEntries(names), ...options });
}

const french = {
  keys: 'Clés, une ou plusieurs',
  add: 'Ajouter et tester',
  success: 'Connexion réussie\u202f!',
  ask: 'Demander',
  answer: 'Réponse',
  again: 'Redemander',
} as const;
const english = {
  keys: 'Keys, one or many',
  add: 'Add and test',
  success: 'Connection successful!',
  ask: 'Ask',
  answer: 'Answer',
  again: 'Ask again',
} as const;

async function paste(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label).click();
  await page.keyboard.insertText(text);
}

describe('from a cold start to the first answer', () => {
  test.each([
    ['en', english],
    ['fr', french],
  ] as const)('in %s, in a few clicks and seconds', async (language, words) => {
    await using app = await openEmpty({ language, signedIn: false });
    const { page } = app;
    let clicks = 0;
    const click = async (name: string): Promise<void> => {
      clicks += 1;
      await page.getByRole('button', { name, exact: true }).click();
    };
    const from = performance.now();
    // The link of the terminal is the first click.
    clicks += 1;
    await page.goto(`/sign-in#token=${adminToken}`);
    clicks += 1;
    await paste(page, words.keys, groqKey);
    await page.getByText('gsk_aaaa...Zz19').waitFor();
    await click(words.add);
    await page.getByText(words.success).waitFor();
    // The way goes on where the focus is.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(words.ask);
    await click(words.ask);
    const answer = page.getByRole('region', { name: words.answer });
    await answer.getByText('A noria', { exact: false }).first().waitFor();
    const seconds = (performance.now() - from) / 1_000;
    await answer.getByText(story).first().waitFor();
    await answer.getByText('Groq', { exact: true }).waitFor();
    expect(clicks).toBeLessThanOrEqual(5);
    expect(seconds).toBeLessThan(60);
    await page.getByRole('button', { name: words.again, exact: true }).waitFor();
    expect(app.gateway.fleet.get('groq').count({ status: 200 })).toBe(1);
    await shot(page, `first-visit-${language}`);
    expect(app.complaints).toEqual([]);
  });
});

test('without a key: simulated providers, labelled wherever they answer, and ended again', async () => {
  await using app = await openEmpty();
  const { page } = app;
  await page.goto('/');
  const from = performance.now();
  await page.getByRole('button', { name: 'Try it with simulated providers' }).click();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await answer.getByText('simulated', { exact: true }).waitFor();
  await answer.getByText('(simulated)', { exact: false }).first().waitFor();
  expect((performance.now() - from) / 1_000).toBeLessThan(20);
  await page.getByText('Simulated providers answer').waitFor();
  await page.getByRole('button', { name: 'Ask again' }).waitFor();
  await expectNoViolations(page);
  await shot(page, 'first-visit-simulated');
  // Another visit is no first one any more, and still says it.
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Start' }).waitFor();
  await page.getByRole('button', { name: 'Send a test request' }).click();
  await page.getByRole('status').getByText('simulated', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'End the simulation' }).click();
  await expect.poll(() => page.getByText('Simulated providers answer').count()).toBe(0);
  await page.getByRole('status').getByText('simulated', { exact: true }).waitFor();
  await page.getByText('Nobody can serve: add a key first.').waitFor();
  expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
  expect(app.complaints).toEqual([]);
});

describe('pasted keys', () => {
  test('a wrong key is told in words, removed and brought back', async () => {
    await using app = await openEmpty();
    const { page } = app;
    await page.goto('/');
    await paste(page, english.keys, wrongKey);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Wrong key: the provider does not accept it.').waitFor();
    await page.getByText('Keys that connected: 0 of 1').waitFor({ state: 'attached' });
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
    await expectNoViolations(page);
    await shot(page, 'first-visit-wrong-key');
    await page.getByRole('button', { name: 'Remove: gsk_bbbb...Zz20' }).click();
    await page.getByText('Removed', { exact: true }).waitFor();
    expect(app.gateway.context.pool.keys.size).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Wrong key: the provider does not accept it.').waitFor();
    expect(app.gateway.context.pool.keys.size).toBe(1);
    expect(await page.content()).not.toContain(wrongKey);
    expect(app.complaints).toEqual([]);
  });

  test('a prefix that several have is asked for right there', async () => {
    const paid = (id: string): SimSpec => ({
      id,
      keys: [sharedKey],
      models: ['*'],
      limits: [],
      answer: story,
      latencyMs: 0,
    });
    await using app = await openEmpty({ providers: [paid('openai'), paid('deepseek')] });
    const { page } = app;
    await page.goto('/');
    await paste(page, english.keys, sharedKey);
    const whose = page.getByRole('combobox', { name: 'Whose key is sk-01234...cdef?' });
    await whose.waitFor();
    await page.getByRole('button', { name: english.add }).click();
    await page.getByText('Choose its provider first').waitFor();
    await expect.poll(() => whose.evaluate((one) => one === document.activeElement)).toBe(true);
    await whose.selectOption({ label: 'DeepSeek' });
    await shot(page, 'first-visit-shared-prefix');
    await page.getByRole('button', { name: english.add }).click();
    await page.getByText(english.success).waitFor();
    expect([...app.gateway.context.pool.keys.values()].map(({ provider }) => provider.id)).toEqual([
      'deepseek',
    ]);
    await page.getByRole('button', { name: english.ask, exact: true }).click();
    await page.getByRole('region', { name: 'Answer' }).getByText('DeepSeek', { exact: true }).waitFor();
    expect(app.complaints).toEqual([]);
  });

  test('many lines: each with its result, what is refused stays to be mended', async () => {
    const mistral: SimSpec = { id: 'mistral', keys: ['m'.repeat(31) + '1'], limits: [], latencyMs: 0 };
    await using app = await openEmpty({ providers: [groq, mistral] });
    const { page } = app;
    await page.goto('/');
    await paste(
      page,
      english.keys,
      `# my keys\n${groqKey}\nMISTRAL_API_KEY=${'m'.repeat(31)}1\n\nGROQ_API_KEY=sk-or-v1-${'c'.repeat(64)}\n${groqKey}`,
    );
    const list = page.getByRole('list', { name: 'What was recognised' });
    await list.getByText('Mistral', { exact: true }).waitFor();
    expect(await list.getByRole('listitem').count()).toBe(4);
    await list.getByText('is here already').waitFor();
    await shot(page, 'first-visit-many-lines');
    await page.getByRole('button', { name: english.add }).click();
    await page.getByText('Keys that connected: 2 of 2').waitFor({ state: 'attached' });
    expect([...app.gateway.context.pool.keys.values()].map(({ provider }) => provider.id).toSorted()).toEqual(
      ['groq', 'mistral'],
    );
    expect(await page.getByLabel(english.keys).inputValue()).toBe(`GROQ_API_KEY=sk-or-v1-${'c'.repeat(64)}`);
    expect(app.complaints).toEqual([]);
  });

  test('a provider that cannot be reached, tested again', async () => {
    await using app = await openEmpty({
      env: { GROQ_API_KEYS: '', MISTRAL_BASE_URL: 'http://127.0.0.1:9/v1' },
      providers: [groq],
    });
    const { page } = app;
    await page.goto('/');
    await paste(page, english.keys, `MISTRAL_API_KEY=${'m'.repeat(32)}`);
    await page.getByRole('button', { name: english.add }).click();
    await page.getByText('The provider did not answer. Is this machine online?').waitFor();
    await page.getByRole('button', { name: /^Test again/ }).click();
    await page.getByText('The provider did not answer. Is this machine online?').waitFor();
    expect(app.complaints).toEqual([]);
  });
});

describe('the answer', () => {
  const slow: SimSpec = { ...served, chunkMs: 150, chunks: 40 };

  test('stops by the button and by Escape, upstream too, and what came stays', async () => {
    await using app = await openApp({ providers: [slow] });
    const { page } = app;
    await page.goto('/');
    const answer = page.getByRole('region', { name: 'Answer' });
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await answer.getByText('A ', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await answer.getByText('Stopped.').first().waitFor();
    const sim = app.gateway.fleet.get('groq');
    await expect.poll(() => sim.calls[0]?.aborted).toBe(true);
    const text = await answer.getByRole('paragraph').first().textContent();
    expect(story.startsWith(text ?? '-') && text !== story).toBe(true);

    const question = page.getByLabel('Your question');
    await question.fill('Another one?');
    await question.press('Enter');
    await answer.getByText('A ', { exact: false }).first().waitFor();
    await question.press('Escape');
    await answer.getByText('Stopped.').first().waitFor();
    await expect.poll(() => sim.calls.at(-1)?.aborted).toBe(true);
    expect(sim.calls).toHaveLength(2);
    expect(JSON.stringify(sim.calls[1]?.body)).toContain('Another one?');
    expect(app.complaints).toEqual([]);
  });

  test('that cannot be had says so in the gateway’s words, and is asked for again', async () => {
    await using app = await openApp({ providers: [served], env: { NORIA_MAX_WAIT_MS: '0' } });
    const { page } = app;
    const sim = app.gateway.fleet.get('groq');
    sim.always({ kind: 'rate_limited', waitMs: 2_000 });
    await page.goto('/');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'All quotas are used up for now' });
    await alert.waitFor();
    expect(await alert.getByRole('link', { name: 'See the quotas' }).getAttribute('href')).toBe('/quotas');
    await expectNoViolations(page);
    await shot(page, 'start-exhausted');
    sim.always(null);
    // It waits as long as the gateway says.
    await alert.getByRole('button', { name: 'Try again', exact: true }).click();
    await page.getByRole('region', { name: 'Answer' }).getByText(story).first().waitFor();
    expect(app.complaints).toEqual([]);
  });

  test('that breaks off keeps what came and says so', async () => {
    await using app = await openApp({ providers: [served] });
    const { page } = app;
    app.gateway.fleet.get('groq').always({ kind: 'cut', afterChars: 20 });
    await page.goto('/');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('The answer broke off').waitFor();
    const text = (await answer.getByRole('paragraph').first().textContent()) ?? '';
    expect(text.length).toBeGreaterThanOrEqual(20);
    expect(story.startsWith(text) && text !== story).toBe(true);
    expect(app.complaints).toEqual([]);
  });
});

describe('the start page', () => {
  test('has what programs need, and tries it', async () => {
    await using app = await openApp({ providers: [served] });
    const { page } = app;
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: 'Start' }).waitFor();
    const code = page.getByRole('region', { name: 'curl' });
    expect(await code.textContent()).toContain(`curl ${app.url}/v1/chat/completions`);
    await page.getByRole('tab', { name: 'curl' }).focus();
    for (const name of ['JavaScript', 'Python']) {
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tab', { name, selected: true }).waitFor();
    }
    expect(await page.getByRole('region', { name: 'Python' }).textContent()).toContain(
      `base_url="${app.url}/v1"`,
    );
    await page.getByRole('button', { name: 'Send a test request' }).click();
    await page.getByRole('status').getByText(story).waitFor();
    await page.getByRole('link', { name: 'Make a client key' }).click();
    await expect.poll(() => page.url()).toBe(`${app.url}/settings#clients`);
    expect(app.complaints).toEqual([]);
  });

  test('says how much is left today, as it is now', async () => {
    const limited: SimSpec = {
      ...served,
      limits: [
        {
          unit: 'requests',
          amount: 100,
          window: { kind: 'fixed', ms: 86_400_000, calendar: 'day' },
          per: 'account',
        },
      ],
    };
    await using app = await openApp({ providers: [limited], env: { NORIA_CONFIG: limitsFile() } });
    const { page } = app;
    await page.goto('/');
    await page.getByText('100 requests', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('99 requests', { exact: true }).waitFor();
    expect(app.complaints).toEqual([]);
  });

  test('without a key, a local model answers and is named', async () => {
    const ollama: SimSpec = { id: 'ollama', keys: [], answer: story, latencyMs: 10, chunkMs: 5 };
    await using app = await openApp({ providers: [ollama], language: 'fr' });
    const { page } = app;
    await app.gateway.context.discovery.start();
    await page.goto('/');
    await page.getByText('Un modèle local répond').waitFor();
    await page.getByRole('button', { name: 'Demander', exact: true }).click();
    await page.getByRole('region', { name: 'Réponse' }).getByText('sur cette machine').waitFor();
    await page.getByRole('region', { name: 'Réponse' }).getByText(story).first().waitFor();
    await shot(page, 'start-local-fr');
    expect(app.complaints).toEqual([]);
  });

  test.each([
    ['light', 'en', 1280],
    ['dark', 'fr', 360],
  ] as const)('fits, jumps nowhere, and axe finds nothing: %s %s %i px', async (theme, language, width) => {
    await using app = await openApp({ providers: [served], theme, language, width });
    const { page } = app;
    await watchShifts(page);
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('a', { hasText: 'Groq' }).first().waitFor({ state: 'attached' });
    expect(await shifts(page)).toBeLessThan(0.02);
    await page
      .getByRole('button', { name: language === 'fr' ? french.ask : english.ask, exact: true })
      .click();
    await page.getByRole('button', { name: language === 'fr' ? french.again : english.again }).waitFor();
    await expectFits(page);
    await expectNoViolations(page);
    await shot(page, `start-${width}-${theme}`);
    expect(app.complaints).toEqual([]);
  });
});

/** Groq with 100 requests a day and nothing else that is limited. */
function limitsFile(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'noria-limits-')), 'noria.yaml');
  writeFileSync(
    path,
    'providers:\n  groq:\n    limits: { requests: { day: 100 } }\n    models: [openai/gpt-oss-120b]\n',
  );
  return path;
}

/** Counts what moves on its own from here on, as browsers measure it. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = window as unknown as { shifted: number };
    seen.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) seen.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

function shifts(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { shifted: number }).shifted);
}

describe('signing in', () => {
  test('the link’s token leaves the address, and what was asked for is shown', async () => {
    await using app = await openEmpty({ signedIn: false });
    const { page } = app;
    await page.goto(`/sign-in#token=${adminToken}`);
    await page.getByRole('heading', { level: 1, name: 'Welcome to Noria' }).waitFor();
    expect(page.url()).toBe(`${app.url}/`);
    await page.goBack().catch(() => null);
    expect(page.url()).not.toContain(adminToken);
    expect(app.complaints).toEqual([]);
  });

  test('by the form: hidden and shown, a wrong token in words, then the page that was asked for', async () => {
    await using app = await openEmpty({ signedIn: false, language: 'fr' });
    const { page } = app;
    await page.goto('/content');
    const field = page.getByLabel('Jeton d’administration');
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill('not-the-token');
    await field.press('Enter');
    await page.getByText('Ce n’est pas le jeton d’administration.', { exact: false }).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Afficher' }).click();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByText('Je n’ai pas le jeton').click();
    await page.getByText('npx noria reset-admin').waitFor();
    await shot(page, 'sign-in-fr');
    await field.fill(` ${adminToken} `);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contenus' }).waitFor();
    expect(page.url()).toBe(`${app.url}/content`);
    expect(app.complaints).toEqual([]);
  });

  test('a link with a wrong token leads to the form; who guesses waits, and is told how long', async () => {
    await using app = await openEmpty({ signedIn: false });
    const { page } = app;
    await page.goto('/sign-in#token=old-one');
    await page.getByText('This is not the administrator’s token.', { exact: false }).waitFor();
    expect(page.url()).toBe(`${app.url}/sign-in`);
    const field = page.getByLabel('Administrator’s token');
    const wait = page.getByRole('button', { name: /^Again in \d+:\d\d$/ });
    for (let guess = 0; guess < 12 && (await wait.count()) === 0; guess += 1) {
      const answered = page.waitForResponse('**/api/session');
      await field.fill(`guess-${guess}`);
      await field.press('Enter');
      await answered;
      await expect
        .poll(() => page.getByRole('button', { name: /^(Sign in|Again in)/ }).getAttribute('aria-busy'))
        .toBeNull();
    }
    await wait.waitFor();
    await page.getByText('Too many wrong tokens came from here.', { exact: false }).waitFor();
    expect(await wait.isDisabled()).toBe(true);
    expect(app.complaints).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('fits 360 px, axe finds nothing: %s', async (theme) => {
    await using app = await openEmpty({ signedIn: false, theme, width: 360 });
    const { page } = app;
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.getByText('I do not have the token').click();
    await expectFits(page);
    await expectNoViolations(page);
    await shot(page, `sign-in-360-${theme}`);
  });
});

test.each([
  ['light', 1280, 'en'],
  ['dark', 360, 'fr'],
] as const)('the first visit fits and axe finds nothing: %s, %i px', async (theme, width, language) => {
  await using app = await openEmpty({ theme, width, language });
  const { page } = app;
  await watchShifts(page);
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('link', { name: /Groq/ }).first().waitFor();
  expect(await shifts(page)).toBeLessThan(0.02);
  await expectFits(page);
  await expectNoViolations(page);
  await shot(page, `first-visit-empty-${width}-${theme}`);
});
