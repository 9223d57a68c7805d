import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ask, listed, openList, openStage, poll, rows } from './requests-stage.ts';

interface DeafServer extends AsyncDisposable {
  readonly address: string;
}

/** Whoever connects stays connected and is told nothing, as after a sleep. `origin`: of the page. */
async function startDeaf(origin: string): Promise<DeafServer> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, {
      'content-type': 'text/event-stream',
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
    });
    answer.write(': here\n\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

test('a connection that has gone silent is opened anew, and what went by is there', async () => {
  await using app = await openStage();
  const { page } = app;
  await using deaf = await startDeaf(app.url);
  await page.route('**/api/events', (route) => route.continue({ url: deaf.address }), { times: 1 });
  await page.clock.install();
  const first = await ask(app);
  await openList(app);
  const second = await ask(app);
  expect(await listed(page)).toEqual([first.id]);
  await page.clock.fastForward(60_000);
  await poll(() => listed(page)).toEqual([second.id, first.id]);
  await page.getByText('live', { exact: true }).waitFor();
  const third = await ask(app);
  await poll(() => listed(page)).toEqual([third.id, second.id, first.id]);
});

test('after a night the rows say of which day they are', async () => {
  await using app = await openStage();
  const { page } = app;
  await page.clock.install();
  await ask(app);
  await openList(app);
  const day = rows(page).getByRole('time').locator('small');
  expect(await day.count()).toBe(0);
  await page.clock.fastForward('24:00:00');
  await day.waitFor();
});

test('an empty list that was left is filled on the way back', async () => {
  await using app = await openStage();
  const { page } = app;
  await openList(app);
  await page.getByText('No request yet').waitFor();
  await page.getByRole('link', { name: 'Simulator', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Simulator' }).waitFor();
  const { id } = await ask(app);
  await page.goBack();
  await poll(() => listed(page)).toEqual([id]);
});

test('whoever is signed out elsewhere is asked to sign in, without a click', async () => {
  await using app = await openStage();
  const { page, browser, url } = app;
  await openList(app);
  await browser.request.delete(`${url}/api/session`, { headers: { origin: url } });
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});
