import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { tracedOf, traceId } from '../support/traced.ts';
import { expectFits, expectNoViolations, shot } from './browser.ts';
import { answer, ask, askFor, listed, openList, openStage, poll, rows } from './requests-stage.ts';

function happenings(page: Page) {
  return page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
}

describe('the list', () => {
  test('tells each request, and the whole row leads to its trace and back', async () => {
    await using app = await openStage();
    const { page } = app;
    const all = await askFor(app, 'served', 'raced', 'interrupted', 'failed', 'unknown', 'cascaded');
    await openList(app);
    expect(await listed(page)).toEqual(
      Object.values(all)
        .map(({ id }) => id)
        .toReversed(),
    );
    const rowOf = (id: string) => rows(page).filter({ has: page.locator(`a[href="/requests/${id}"]`) });
    await poll(() => rowOf(all.served.id).innerText()).toMatch(/served\s+auto\s+cascade\s+Groq/);
    expect(await rowOf(all.cascaded.id).innerText()).toMatch(/served[^]+Mistral\s+mistral-medium-latest\s+2/);
    expect(await rowOf(all.raced.id).innerText()).toMatch(/auto\s+race\s+Mistral/);
    expect(await rowOf(all.interrupted.id).innerText()).toMatch(/broken off[^]+stream broken off/);
    expect(await rowOf(all.failed.id).innerText()).toMatch(/failed[^]+all providers failed\s+4/);
    expect(await rowOf(all.unknown.id).innerText()).toMatch(/failed\s+nowhere-70b\s+unknown model\s+0/);
    await shot(page, 'requests-en-light');

    const box = await rowOf(all.failed.id).getByText('all providers failed').boundingBox();
    await page.mouse.click(box!.x + 5, box!.y + 5);
    await page.getByRole('heading', { level: 1, name: /^Failed after .+ and 4 attempts/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/requests/${all.failed.id}`);
    await page.goBack();
    await rowOf(all.failed.id).waitFor();
    const focused = page.locator('a:focus');
    await poll(() => focused.getAttribute('href')).toBe(`/requests/${all.failed.id}`);
    expect(app.complaints).toEqual([]);
  });

  test('by keyboard: a row is opened with Enter, and the way back finds the same row', async () => {
    await using app = await openStage();
    const { page } = app;
    const first = await ask(app);
    await ask(app);
    await openList(app);
    await rows(page).getByRole('link').first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Served by Groq in/ }).waitFor();
    expect(page.url()).toContain(first.id);
    // A screen reader goes on where the trace begins.
    await poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await poll(() => listed(page)).toHaveLength(2);
    await poll(() => page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(
      `/requests/${first.id}`,
    );
    expect(app.complaints).toEqual([]);
  });

  test('loads older ones, says how many there are, and says when there is none', async () => {
    await using app = await openStage();
    const { page } = app;
    await openList(app);
    await page.getByText('No request yet').waitFor();
    await shot(page, 'requests-empty');
    for (let number = 1; number <= 120; number += 1) app.gateway.context.traces.add(tracedOf(number));
    await page.reload();
    await page.getByRole('paragraph').getByText('50 requests are shown.').waitFor();
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.getByRole('paragraph').getByText('100 requests are shown.').waitFor();
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.getByRole('paragraph').getByText('120 requests, and no older ones.').waitFor();
    expect((await listed(page)).at(-1)).toBe(traceId(1));
    // A screen reader is told once.
    await page
      .getByRole('status')
      .getByText('120 requests, and no older ones.')
      .waitFor({ state: 'attached' });
    expect(app.complaints).toEqual([]);
  });

  test('says when the gateway cannot be reached, and tries again', async () => {
    await using app = await openStage();
    const { page } = app;
    await ask(app);
    await page.route('**/api/traces?*', (route) => route.abort());
    await page.goto('/requests');
    await page.getByText('The gateway cannot be reached').waitFor();
    await page.unroute('**/api/traces?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await poll(() => listed(page)).toHaveLength(1);
  });
});

describe('filters', () => {
  test('live in the address: shared, stepped back through, and dropped by their chips', async () => {
    await using app = await openStage();
    const { page } = app;
    const { failed, unknown, interrupted } = await askFor(app, 'served', 'interrupted', 'failed', 'unknown');
    await openList(app);
    await page.getByLabel('Outcome').selectOption('failed');
    await poll(() => listed(page)).toEqual([unknown.id, failed.id]);
    expect(new URL(page.url()).search).toBe('?outcome=failed');

    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Error code').selectOption('upstream_failed');
    await poll(() => listed(page)).toEqual([failed.id]);
    expect(new URL(page.url()).search).toBe('?outcome=failed&code=upstream_failed');
    await page.goBack();
    await poll(() => listed(page)).toEqual([unknown.id, failed.id]);
    expect(await page.getByLabel('Error code').inputValue()).toBe('');

    // Dropped by keyboard: the focus stays with the filters.
    const chip = page.getByRole('button', { name: 'Drop the filter Outcome: failed' });
    await chip.focus();
    await page.keyboard.press('Enter');
    await poll(() => listed(page)).toHaveLength(4);
    await poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    expect(await page.getByRole('list', { name: 'Active filters' }).count()).toBe(0);

    // Somebody else opens the same address.
    await page.goto('/requests?outcome=interrupted&strategy=cascade&period=1h');
    await poll(() => listed(page)).toEqual([interrupted.id]);
    expect(
      await page.getByRole('list', { name: 'Active filters' }).getByRole('button').allInnerTexts(),
    ).toEqual(['Outcome: broken off', 'Strategy: cascade', 'Time: last hour']);
    await shot(page, 'requests-filtered');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await poll(() => listed(page)).toHaveLength(4);
    expect(new URL(page.url()).search).toBe('');
    expect(app.complaints).toEqual([]);
  });

  test('a text is searched while it is typed, as one step for the back button', async () => {
    await using app = await openStage();
    const { page } = app;
    const { cascaded } = await askFor(app, 'served', 'cascaded');
    await openList(app);
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.pressSequentially('429');
    await poll(() => listed(page)).toEqual([cascaded.id]);
    await search.press('Backspace');
    await search.press('Enter');
    await poll(() => new URL(page.url()).search).toBe('?q=42');
    await page.goBack();
    await poll(() => listed(page)).toHaveLength(2);
    expect(await search.inputValue()).toBe('');

    await search.fill('nothing at all is like this');
    await page.getByText('No request matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await poll(() => listed(page)).toHaveLength(2);
    expect(app.complaints).toEqual([]);
  });

  test('by provider, model, route and time', async () => {
    await using app = await openStage();
    const { page } = app;
    const all = await askFor(app, 'served', 'raced', 'unknown');
    await openList(app);
    const provider = page.getByRole('combobox', { name: 'Provider' });
    await provider.selectOption({ label: 'Groq' });
    await poll(() => listed(page)).toEqual([all.served.id]);
    await provider.selectOption('');
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByRole('combobox', { name: 'Model' }).fill('openai/gpt-oss-20b');
    await poll(() => listed(page)).toEqual([all.served.id]);
    await page.getByRole('combobox', { name: 'Model' }).fill('');
    const route = page.getByRole('combobox', { name: 'Route' });
    await route.fill('auto:fast');
    await page.getByText('No request matches these filters').waitFor();
    await route.fill('auto');
    await poll(() => listed(page)).toEqual([all.raced.id, all.served.id]);
    const time = page.getByRole('combobox', { name: 'Time' });
    await time.selectOption('own');
    await page.getByLabel('From', { exact: true }).fill('2020-01-01T00:00');
    await page.getByLabel('Until', { exact: true }).fill('2020-01-02T00:00');
    await page.getByText('No request matches these filters').waitFor();
    // The reader's clock is Paris'.
    expect(new URL(page.url()).searchParams.get('to')).toBe('2020-01-01T23:00:00.000Z');
    await time.selectOption('15m');
    await poll(() => listed(page)).toHaveLength(2);
    expect(new URL(page.url()).search).toBe('?route=auto&period=15m');
    expect(app.complaints).toEqual([]);
  });

  test('a wrong value in the address is told with what is allowed, and can be dropped', async () => {
    await using app = await openStage();
    const { page } = app;
    await ask(app);
    await page.goto('/requests?outcome=fine');
    await page.getByText(/allowed: served, failed, interrupted, left/).waitFor();
    await page.getByRole('button', { name: 'Drop the filter Outcome: fine' }).click();
    await poll(() => listed(page)).toHaveLength(1);
  });

  test.each(['csv', 'json'] as const)('the export has what the filters let through: %s', async (format) => {
    await using app = await openStage();
    const { page } = app;
    const { failed, unknown } = await askFor(app, 'served', 'failed', 'unknown');
    await openList(app, '/requests?outcome=failed');
    const downloads = page.waitForEvent('download');
    await page.getByRole('link', { name: `Export ${format.toUpperCase()}` }).click();
    const download = await downloads;
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`));
    const text = readFileSync(await download.path(), 'utf8');
    const ids = [...text.matchAll(/trc_\w+/g)].map(([id]) => id);
    expect([...new Set(ids)]).toEqual([unknown.id, failed.id]);
    expect(app.complaints).toEqual([]);
  });
});

describe('live', () => {
  test('a new request is on top by itself, if it fits the filters', async () => {
    await using app = await openStage();
    const { page } = app;
    await openList(app, '/requests?outcome=failed');
    await ask(app);
    const unknown = await ask(app, { model: 'nowhere-70b' });
    await poll(() => listed(page)).toEqual([unknown.id]);
    await page.getByRole('button', { name: 'Drop the filter Outcome: failed' }).click();
    await poll(() => listed(page)).toHaveLength(2);
    const again = await ask(app);
    await poll(() => listed(page)).toHaveLength(3);
    expect((await listed(page))[0]).toBe(again.id);
    expect(app.complaints).toEqual([]);
  });

  test('whoever reads further down is told and not moved', async () => {
    await using app = await openStage();
    const { page } = app;
    for (let number = 1; number <= 60; number += 1) app.gateway.context.traces.add(tracedOf(number));
    await openList(app);
    const place = rows(page).nth(30);
    await place.scrollIntoViewIfNeeded();
    await page.evaluate(() => window.scrollTo(0, 900));
    const before = await place.boundingBox();
    const newest = [await ask(app), await ask(app)].at(-1);
    const button = page.getByRole('button', { name: '2 new requests' });
    await button.waitFor();
    expect(await place.boundingBox()).toEqual(before);
    expect(await listed(page)).toHaveLength(50);
    await shot(page, 'requests-waiting');
    await button.click();
    await poll(() => listed(page)).toHaveLength(52);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await poll(() => page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(
      `/requests/${newest?.id}`,
    );
    expect(app.complaints).toEqual([]);
  });

  test('off stays off, and the newest are there when they are asked for', async () => {
    await using app = await openStage();
    const { page, browser } = app;
    await ask(app);
    await openList(app);
    await page.getByRole('switch', { name: 'Follow live' }).click();
    await page.reload();
    await poll(() => listed(page)).toHaveLength(1);
    expect(await page.getByRole('switch', { name: 'Follow live' }).isChecked()).toBe(false);
    // Somebody else follows: what they see by now would be here as well.
    const other = await browser.newPage();
    await other.goto('/requests');
    await other.getByRole('switch', { name: 'Follow live' }).click();
    await other.getByText('live', { exact: true }).waitFor();
    await ask(app);
    await poll(() => listed(other)).toHaveLength(2);
    await other.close();
    expect(await listed(page)).toHaveLength(1);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await poll(() => listed(page)).toHaveLength(2);
    await page.getByRole('switch', { name: 'Follow live' }).click();
    await ask(app);
    await poll(() => listed(page)).toHaveLength(3);
  });

  test('requests that went by too fast are counted, and can be loaded', async () => {
    await using app = await openStage();
    const { page } = app;
    await openList(app);
    const told = page.getByText(/requests went by too fast to be shown/);
    let sent = 0;
    await vi.waitFor(
      async () => {
        await Promise.all(Array.from({ length: 60 }, () => ask(app, { model: 'nowhere-70b' })));
        sent += 60;
        await told.waitFor({ timeout: 3_000 });
      },
      { timeout: 25_000 },
    );
    // Nothing is on its way any more.
    const heard = async () => Number.parseInt(await told.innerText(), 10) + (await listed(page)).length;
    await poll(heard).toBe(sent);
    await shot(page, 'requests-missed');
    await page.getByRole('button', { name: 'Load the newest' }).click();
    const all = (await app.gateway.context.traces.list({ limit: 500 })).map(({ id }) => id);
    await poll(() => listed(page)).toEqual(all.slice(0, 50));
    // Those between are there as well.
    const older = page.getByRole('button', { name: 'Load older' });
    for (let shown = 50; shown < all.length; shown += 50) {
      await older.click();
      await poll(() => listed(page)).toEqual(all.slice(0, shown + 50));
    }
    expect(await told.count()).toBe(0);
  });

  test('what came while another page was shown is there on the way back', async () => {
    await using app = await openStage();
    const { page } = app;
    await ask(app);
    await openList(app);
    await page.goto('/quotas');
    await ask(app);
    await page.goBack();
    await poll(() => listed(page)).toHaveLength(2);
  });
});

describe('one trace', () => {
  test('tells attempts, waits, hedges, races and resumes as a timeline with words beside each bar', async () => {
    await using app = await openStage();
    const { page } = app;
    const all = await askFor(
      app,
      ...(['served', 'raced', 'hedged', 'resumed', 'interrupted', 'left'] as const),
      ...(['failed', 'unknown', 'cascaded', 'skipping'] as const),
    );
    const open = async (kind: keyof typeof all, headline: RegExp): Promise<string[]> => {
      await page.goto(`/requests/${all[kind].id}`);
      await page.getByRole('heading', { level: 1, name: headline }).waitFor();
      await shot(page, `requests-trace-${kind}`);
      return happenings(page).allInnerTexts();
    };
    expect(await open('served', /^Served by Groq in [\d.]+ ms$/)).toEqual([
      expect.stringMatching(/1 · first choice\s+Groq[^]+served\s+asked at .+ took /),
    ]);
    expect(await open('cascaded', /^Served by Mistral in .+ after 2 attempts$/)).toEqual([
      expect.stringMatching(
        /first choice\s+Groq[^]+failed[^]+Limited for now\s+status 429\s+A limit of a second/,
      ),
      expect.stringMatching(/2 · next in line\s+Mistral[^]+served[^]+first content at/),
    ]);
    expect(await open('raced', /^Served by Mistral in .+, first of 2 in a race$/)).toEqual([
      expect.stringMatching(/1 · race\s+Groq[^]+another was first/),
      expect.stringMatching(/2 · race\s+Mistral[^]+served/),
    ]);
    expect(await open('hedged', /^Served by Mistral in .+ after 2 attempts$/)).toEqual([
      expect.stringMatching(/1 · first choice\s+Groq[^]+another was first/),
      expect.stringMatching(/2 · hedge\s+Mistral[^]+served/),
    ]);
    expect(await open('resumed', /^Served by Mistral in .+, resumed once$/)).toEqual([
      expect.stringMatching(/Groq[^]+broken off[^]+first content at/),
      expect.stringMatching(/2 · resume\s+Mistral[^]+The text had broken off after 40 characters/),
    ]);
    expect(await open('interrupted', /^Begun by Groq, broken off after/)).toHaveLength(1);
    expect(await open('left', /^The client left after/)).toEqual([
      expect.stringMatching(/Groq[^]+client left[^]+first content at/),
    ]);
    expect(await open('failed', /^Failed after .+ and 4 attempts: all providers failed$/)).toHaveLength(4);
    await page.getByText('Every provider that could serve was asked, and each failed.').waitFor();
    expect(await open('unknown', /^Failed after .+ with nobody asked: unknown model$/)).toEqual([]);
    await page.getByText('Nobody was asked.').waitFor();

    await open('skipping', /^Served by Mistral in [\d.]+ ms$/);
    const skips = page.getByRole('region', { name: 'Why others were passed over' });
    expect(await skips.innerText()).toMatch(
      /Groq\s+openai\/gpt-oss-20b\s*gsk_test...aaa1\s+limited by the provider \(requests a minute\), until \d/,
    );
    const candidates = page.getByRole('region', { name: 'Who could have served' }).getByRole('listitem');
    expect(await candidates.allInnerTexts()).toEqual([
      expect.stringMatching(/Groq[^]+passed over[^]+limited by the provider/),
      expect.stringMatching(/Mistral[^]+asked/),
    ]);
    // What was reserved and what it came to, once somebody wants to know.
    await page.goto(`/requests/${all.served.id}`);
    await page.getByText(/limits reserved/).click();
    const amounts = page.getByRole('table', { name: 'Limits of attempt 1' });
    expect(await amounts.getByRole('row').allInnerTexts()).toContain('Requests a minute\t1\t1');
    expect(app.complaints).toEqual([]);
  });

  test('tells of the time that was spent waiting for quota', async () => {
    await using app = await openStage();
    const { page } = app;
    const { waited } = await askFor(app, 'waited');
    await page.goto(`/requests/${waited.id}`);
    await page.getByRole('heading', { level: 1, name: /^Served by Groq in .+ after 2 attempts$/ }).waitFor();
    expect(await happenings(page).allInnerTexts()).toEqual([
      expect.stringMatching(/first choice\s+Groq[^]+failed/),
      expect.stringMatching(/^wait\s+Nobody could serve now[^]+waited/),
      expect.stringMatching(/next in line\s+Groq[^]+served/),
    ]);
    await shot(page, 'requests-trace-wait');
  });

  test('leads to all requests like it, and back to the list as it was', async () => {
    await using app = await openStage();
    const { page } = app;
    const { served, raced } = await askFor(app, 'served', 'raced');
    await openList(app, '/requests?outcome=served&strategy=race');
    await poll(() => listed(page)).toEqual([raced.id]);
    await rows(page).getByRole('link').click();
    await page.getByRole('link', { name: 'All requests' }).click();
    await poll(() => new URL(page.url()).search).toBe('?outcome=served&strategy=race');
    await page.goto(`/requests/${served.id}`);
    await page.getByRole('link', { name: 'openai/gpt-oss-20b' }).click();
    await poll(() => listed(page)).toEqual([served.id]);
    expect(new URL(page.url()).search).toBe('?model=openai%2Fgpt-oss-20b');
  });

  test('is copied: its id, and all of it as JSON', async () => {
    await using app = await openStage();
    const { page, browser } = app;
    await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    const trace = await ask(app);
    await page.goto(`/requests/${trace.id}`);
    const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'Copy the id' }).click();
    await poll(copied).toBe(trace.id);
    await page.getByRole('button', { name: 'Copy JSON' }).click();
    await poll(async () => (await copied()).startsWith('{')).toBe(true);
    expect(JSON.parse(await copied())).toMatchObject({ id: trace.id, attempts: trace.attempts });
  });

  test('what was said is not stored, unless the owner says so', async () => {
    await using plain = await openStage();
    await plain.page.goto(`/requests/${(await ask(plain)).id}`);
    await plain.page.getByText('NORIA_TRACE_BODIES=on').waitFor();
    await using app = await openStage({ env: { NORIA_TRACE_BODIES: 'on' } });
    const { page } = app;
    await page.goto(`/requests/${(await ask(app)).id}`);
    const said = page.getByRole('region', { name: 'What was said' });
    await said.locator('summary', { hasText: 'Request' }).click();
    await said.getByText('user: Hello').waitFor();
    await said.locator('summary', { hasText: 'Answer' }).click();
    await said.getByText(answer.slice(0, 40)).waitFor();
    await shot(page, 'requests-trace-said');
    await expectNoViolations(page);
    expect([...plain.complaints, ...app.complaints]).toEqual([]);
  });

  test('long lists are folded', async () => {
    await using app = await openStage();
    const { page, gateway } = app;
    const plain = tracedOf(1).record();
    const skipped = Array.from({ length: 12 }, (_, index) => ({ ...plain.skipped[0]!, key: `key_${index}` }));
    gateway.context.traces.add(tracedOf(2, { skipped, skipped_more: 30 }));
    await page.goto(`/requests/${traceId(2)}`);
    const skips = page.getByRole('region', { name: 'Why others were passed over' });
    await poll(() => skips.getByRole('listitem').count()).toBe(5);
    await skips.getByText('Show 7 more').click();
    expect(await skips.getByRole('listitem').count()).toBe(12);
    await skips.getByText('And 30 more that are not listed.').waitFor();
  });

  test('one that is not there is said to be forgotten', async () => {
    await using app = await openStage();
    const { page } = app;
    await page.goto('/requests/trc_0000000000000000');
    await page.getByRole('heading', { level: 1, name: 'This trace is not there' }).waitFor();
    await page.getByText(/Old traces are forgotten/).waitFor();
    await expectNoViolations(page);
    await shot(page, 'requests-gone');
    await page.getByRole('link', { name: 'All requests' }).click();
    await page.getByText('No request yet').waitFor();
  });
});

describe('French, narrow, dark', () => {
  test.each([
    ['light', 1_280],
    ['dark', 1_280],
    ['light', 360],
    ['dark', 360],
  ] as const)('reads right, fits, and axe finds nothing: %s at %d px', async (theme, width) => {
    await using app = await openStage({ language: 'fr', theme, width });
    const { page } = app;
    const { cascaded, resumed, skipping } = await askFor(
      app,
      ...(['served', 'resumed', 'interrupted', 'failed', 'cascaded', 'skipping'] as const),
    );
    await page.goto('/requests?period=1h');
    await poll(() => listed(page)).toHaveLength(6);
    await page.getByRole('button', { name: /^(Plus de filtres|Filtres)$/ }).click();
    await page.getByLabel('Code d’erreur').waitFor();
    await expectFits(page);
    await expectNoViolations(page);
    await shot(page, `requests-fr-${theme}-${width}`);
    expect(await rows(page).last().innerText()).toMatch(/servie[^]+cascade[^]+Groq/);

    await page.goto(`/requests/${cascaded.id}`);
    await page
      .getByRole('heading', { level: 1, name: /^Servie par Mistral en .+ après 2 essais$/ })
      .waitFor();
    await page.getByText('Limité pour l’instant').waitFor();
    await page
      .getByText(/limites réservées/)
      .first()
      .click();
    await expectFits(page);
    await expectNoViolations(page);
    await shot(page, `requests-trace-cascaded-fr-${theme}-${width}`);
    await page.goto(`/requests/${resumed.id}`);
    await page.getByText('Le texte s’était interrompu après 40 caractères.').waitFor();
    await page.goto(`/requests/${skipping.id}`);
    await page.getByText(/limité par le fournisseur \(requêtes par minute\), jusqu’à \d\d:\d\d/).waitFor();
    await expectFits(page);
    await shot(page, `requests-trace-skipping-fr-${theme}-${width}`);
    expect(app.complaints).toEqual([]);
  });
});
