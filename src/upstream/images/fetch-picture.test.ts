import { expect, test } from 'vitest';
import { provider as replicate } from '../../catalog/providers/replicate.ts';
import type { HttpCall, HttpClient } from '../http.ts';
import { Exchanges } from '../media/exchanges.ts';
import type { ChatCall, WireListener } from '../wire.ts';
import { fetchPicture } from './fetch-picture.ts';

const call = {
  provider: replicate,
  baseUrl: replicate.baseUrl,
  secret: 'r8_secret',
  model: 'black-forest-labs/flux-schnell',
} as unknown as ChatCall;

const silent = { sent: () => {}, head: () => {} } as unknown as WireListener;

/** Answers everything that is asked, and keeps it. */
function anyHost(status: number, type: string): { http: HttpClient; asked: HttpCall[] } {
  const asked: HttpCall[] = [];
  const http: HttpClient = {
    start: (one, listener) => {
      asked.push(one);
      queueMicrotask(() => {
        listener.head(status, { 'content-type': type });
        listener.data(Buffer.from('picture'));
        listener.end();
      });
      return { abort: () => {}, pause: () => {}, resume: () => {} };
    },
    close: () => Promise.resolve(),
  };
  return { http, asked };
}

test.each([
  'https://replicate.delivery/xezq/abc/out-0.webp',
  'https://pbxt.replicate.delivery/out.png',
  'https://api.replicate.com/v1/files/out.png',
])('takes %s, without the key', async (address) => {
  const { http, asked } = anyHost(200, 'image/webp');
  const picture = await fetchPicture(call, new Exchanges(http, silent), address);
  expect(Buffer.from(picture, 'base64').toString()).toBe('picture');
  expect(asked.map(({ url }) => url)).toEqual([address]);
  expect(JSON.stringify(asked)).not.toContain('r8_secret');
});

test.each([
  'http://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:6674/api/keys',
  'http://replicate.delivery/out.png',
  'https://replicate.delivery.evil.test/out.png',
  'https://evilreplicate.delivery/out.png',
  'https://user@replicate.delivery/out.png',
  'https://replicate.delivery@evil.test/out.png',
  'https://[::ffff:127.0.0.1]/out.png',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  '//replicate.delivery/out.png',
  'out.png',
  '',
])('never asks %j', async (address) => {
  const { http, asked } = anyHost(200, 'image/png');
  await expect(fetchPicture(call, new Exchanges(http, silent), address)).rejects.toThrow(
    'not the provider’s own',
  );
  expect(asked).toEqual([]);
});

test('follows no redirect and takes no page for a picture', async () => {
  const away = anyHost(302, 'image/png');
  const address = 'https://replicate.delivery/out.png';
  await expect(fetchPicture(call, new Exchanges(away.http, silent), address)).rejects.toThrow('refused');
  expect(away.asked).toHaveLength(1);
  const page = anyHost(200, 'text/html');
  await expect(fetchPicture(call, new Exchanges(page.http, silent), address)).rejects.toThrow('no picture');
});
