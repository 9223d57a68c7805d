import { expect, test } from 'vitest';
import { resolveUrl } from './resolve-url.ts';

const published = { baseUrl: 'https://api.example.com/v1', catalogBaseUrl: 'https://api.example.com/v1' };
const moved = { ...published, baseUrl: 'http://127.0.0.1:9000/v1' };

test.each([
  ['/models', published, 'https://api.example.com/v1/models'],
  ['origin:/api/tags', published, 'https://api.example.com/api/tags'],
  ['https://other.example.com/v2/check', published, 'https://other.example.com/v2/check'],
  ['/models', moved, 'http://127.0.0.1:9000/v1/models'],
  ['origin:/api/tags', moved, 'http://127.0.0.1:9000/api/tags'],
])('%s', (url, at, resolved) => expect(resolveUrl(url, at)).toBe(resolved));

test('a moved provider keeps its key away from the public address', () => {
  expect(resolveUrl('https://other.example.com/v2/check?a=1', moved)).toBe(
    'http://127.0.0.1:9000/v2/check?a=1',
  );
});

test('the account id is filled in', () => {
  const url = 'https://api.example.com/accounts/{account_id}/verify';
  expect(resolveUrl(url, { ...published, accountId: 'abc' })).toBe(
    'https://api.example.com/accounts/abc/verify',
  );
});
