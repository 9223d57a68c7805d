import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { words } from './words.ts';
import { startGateway } from '../../../tests/gateway.ts';

test.each([
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr', 'Ajouter une clé'],
  ['en-GB,en;q=0.9,fr;q=0.5', 'en', 'Add a key'],
  ['de, fr;q=0.7, en;q=0.3', 'fr', 'Ajouter une clé'],
  ['', 'en', 'Add a key'],
])('the page speaks the browser’s language: %j', async (accept, language, heading) => {
  await using gateway = await startGateway();
  for (const url of ['/', '/settings', '/sign-in?token=noria-admin-x']) {
    const answer = await gateway.app.inject({ url, headers: { 'accept-language': accept } });
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).toContain(`<html lang="${language}">`);
    expect(answer.body).toContain(heading);
    expect(answer.body).not.toContain('<script');
  }
});

test('the page’s policy allows its own style and nothing else', async () => {
  await using gateway = await startGateway();
  const answer = await gateway.app.inject('/');
  const style = /<style>(.*)<\/style>/s.exec(answer.body)?.[1] ?? '';
  const policy = String(answer.headers['content-security-policy']);
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(policy).toContain("default-src 'none'");
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
});

test('the sign-in link answers with the page, and the token is nowhere in the answer', async () => {
  await using gateway = await startGateway();
  const token = 'noria-admin-canary-5f1c';
  const answer = await gateway.app.inject(`/sign-in?token=${token}`);
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('Authorization: Bearer noria-admin-…');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body + JSON.stringify(answer.headers)).not.toContain('canary');
});

test('French has its narrow no-break space before high punctuation, and both languages have every word', () => {
  expect(Object.keys(words.fr)).toEqual(Object.keys(words.en));
  for (const text of Object.values(words.fr)) {
    expect(text).not.toMatch(/[ \u00a0][;:!?»]|« /);
    expect(text.replace(/https?:\/\/\S+/g, '')).not.toMatch(/[^\s\u202f][;:!?»]/);
  }
});
