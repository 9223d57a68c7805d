import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startGateway } from '../../../tests/gateway.ts';
import { appFiles } from './app-files.ts';
import { appFolder } from './app-folder.ts';

const pages = [
  '/',
  '/sign-in',
  '/quotas',
  '/requests',
  '/requests/trc_1',
  '/content',
  '/simulator',
  '/settings',
];

test('every page of the app is one file, under a policy that runs nothing of others and nothing inline', async () => {
  await using gateway = await startGateway();
  const { body } = await gateway.app.inject('/');
  expect(body).toContain('<div id="app">');
  expect(body).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/);
  for (const url of pages) {
    const answer = await gateway.app.inject(url);
    expect(answer.statusCode, `of ${url}`).toBe(200);
    expect(answer.body).toBe(body);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|nonce|sha256|\*/);
  }
});

test('files of the app are there; those with their content in the name are kept for ever, and travel compressed', async () => {
  await using gateway = await startGateway();
  for (const name of appFiles) {
    const answer = await gateway.app.inject(`/${name}`);
    expect(answer.statusCode, `of ${name}`).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-cache');
  }
  const [script = ''] = readdirSync(join(appFolder, 'assets')).filter((name) => /^index-.*\.js$/.test(name));
  const asked = (encoding: string) =>
    gateway.app.inject({ url: `/assets/${script}`, headers: { 'accept-encoding': encoding } });
  const [plain, brotli, gzip] = [await asked('identity'), await asked('gzip, br'), await asked('gzip')];
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(plain.headers['content-type']).toMatch(/^(text|application)\/javascript/);
  expect([brotli.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip']);
  expect(brotli.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
});

test.each(['nothing.js', '..%2f..%2fpackage.json', '..%2findex.html', '%2e%2e/.stamp', '.stamp'])(
  'nothing else can be asked for: /assets/%s',
  async (name) => {
    await using gateway = await startGateway();
    const answer = await gateway.app.inject(`/assets/${name}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ error: { message: expect.any(String) } });
  },
);

test('the token of a sign-in link is nowhere in the answer', async () => {
  await using gateway = await startGateway();
  const answer = await gateway.app.inject('/sign-in?token=noria-admin-canary-5f1c');
  expect(answer.statusCode).toBe(200);
  expect(answer.body + JSON.stringify(answer.headers)).not.toContain('canary');
});
