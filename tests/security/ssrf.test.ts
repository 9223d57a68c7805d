import { describe, expect, test } from 'vitest';
import { createFetchUntrusted, type UntrustedFile } from '../../src/upstream/guard/fetch-untrusted.ts';
import { createGuard } from '../../src/upstream/guard/guard.ts';
import { createHttpClient } from '../../src/upstream/http.ts';
import { request } from '../../src/upstream/ask.ts';
import { asAdmin, asClient, startGateway } from '../gateway.ts';
import { resolverOf, startListener, type Listener } from './outbound.ts';

const wants = { maxBytes: 1_000, types: ['image/*'], timeoutMs: 5_000 } as const;

/** Every way to write this machine, or to be led to it, with the port of a listener. */
const insides = (port: number): readonly string[] => [
  `http://127.0.0.1:${port}/`,
  `http://127.1:${port}/`,
  `http://2130706433:${port}/`,
  `http://0177.0.0.1:${port}/`,
  `http://017700000001:${port}/`,
  `http://0x7f.0.0.1:${port}/`,
  `http://0x7f000001:${port}/`,
  `http://0.0.0.0:${port}/`,
  `http://0:${port}/`,
  `http://127.0.0.1.:${port}/`,
  `http://127。0。0。1:${port}/`,
  `http://①②⑦.⓪.⓪.①:${port}/`,
  `http://[::ffff:127.0.0.1]:${port}/`,
  `http://[::ffff:7f00:1]:${port}/`,
  `http://[::127.0.0.1]:${port}/`,
  `http://[64:ff9b::7f00:1]:${port}/`,
  `http://[2002:7f00:1::]:${port}/`,
  `http://[::]:${port}/`,
  `http://[::1]:${port}/`,
  `http://localhost:${port}/`,
  `http://LOCALHOST.:${port}/`,
  `http://x.localhost:${port}/`,
  `http://local%68ost:${port}/`,
  `http://public.example@127.0.0.1:${port}/`,
  `http://public.example:80@127.0.0.1:${port}/`,
  `http://127.0.0.1:${port}#@public.example/`,
  `http://127.0.0.1:${port}\\@public.example/`,
  `http:127.0.0.1:${port}`,
  `http:\\\\127.0.0.1:${port}\\`,
  `http://inside.example:${port}/`,
  `http://both.example:${port}/`,
  `http://mapped.example:${port}/`,
  `file:///proc/self/environ`,
  `file://127.0.0.1:${port}/`,
  `ftp://127.0.0.1:${port}/`,
  `gopher://127.0.0.1:${port}/_GET`,
  `data:image/png;base64,AAAA`,
  `unix:/tmp/x.sock`,
];

const resolver = () =>
  resolverOf({
    'inside.example': [['127.0.0.1']],
    // With the inside one last: a client that tries the next address would reach it.
    'both.example': [['203.0.113.1', '127.0.0.1']],
    'mapped.example': [['::ffff:127.0.0.1']],
    'rebinds.example': [['198.51.100.1'], ['127.0.0.1']],
  });

async function picture(): Promise<Listener> {
  return startListener((_req, res) => res.setHeader('content-type', 'image/png').end('inside'));
}

function fetcher(allowedHosts: readonly string[] = [], trusts = (_origin: string): boolean => false) {
  const { lookup, asked } = resolver();
  const guard = createGuard({ allowedHosts, lookup });
  return { fetch: createFetchUntrusted({ guard, trusts }), guard, asked };
}

/** Why it was refused. */
const faultOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'none',
    (error: { fault?: unknown }) => error.fault,
  );

describe('0 of these reach a listener on this machine', () => {
  test('a file that a request or an answer names', async () => {
    await using listener = await picture();
    const { fetch } = fetcher();
    for (const url of insides(listener.port))
      expect([url, await faultOf(fetch({ url, ...wants }))]).toEqual([url, 'address']);
    expect(listener.connections()).toBe(0);
  });

  test('a provider that was made by a request, over the client of all wires', async () => {
    await using listener = await picture();
    const { guard } = fetcher();
    const http = createHttpClient({ connectMs: 1_000, trusts: () => false, guard });
    for (const url of insides(listener.port))
      await expect(request(http, { method: 'GET', url, headers: {} }, 2_000)).rejects.toThrow(
        /allowed: |Invalid URL/,
      );
    expect(listener.connections()).toBe(0);
    await http.close();
  });

  test('PUT /api/providers/:id, whose server would be asked for its models and for chats', async () => {
    await using listener = await picture();
    await using gateway = await startGateway();
    // The names of these tests are not known to the system's resolver, which is not asked.
    const written = insides(listener.port).filter((url) => !url.includes('.example:'));
    for (const [index, url] of written.entries()) {
      const answer = await gateway.app.inject({
        method: 'PUT',
        url: `/api/providers/mine-${index}`,
        headers: asAdmin,
        payload: { base_url: url, models: [`model-${index}`] },
      });
      expect([url, answer.statusCode, answer.json().error.param]).toEqual([url, 400, 'base_url']);
    }
    expect(listener.connections()).toBe(0);
  });

  test('a redirect from a server that may be asked', async () => {
    await using listener = await picture();
    for (const to of insides(listener.port)) {
      await using outside = await startListener((_req, res) =>
        res.writeHead(302, { location: encodeURI(to) }).end(),
      );
      const { fetch } = fetcher([], (origin) => origin === outside.url);
      const file = { url: `${outside.url}/x.png`, namedBy: outside.url, ...wants };
      // Some of them are relative to where they were said, which is turned in a circle.
      expect(['address', 'redirect']).toContain(await faultOf(fetch(file)));
      expect(outside.seen.length).toBeGreaterThan(0);
    }
    expect(listener.connections()).toBe(0);
  });

  test('a name that leads outside when it is looked at and inside when it is called', async () => {
    await using listener = await picture();
    const { fetch, asked } = fetcher();
    // What was looked at first is public; what the connection is given is looked at again, and once.
    const turning = resolverOf({ 'rebinds.example': [['93.184.216.34'], ['127.0.0.1']] });
    const wary = createGuard({ allowedHosts: [], lookup: turning.lookup });
    await wary.checkResolved(`http://rebinds.example:${listener.port}/`);
    const again = createFetchUntrusted({ guard: wary, trusts: () => false });
    await expect(again({ url: `http://rebinds.example:${listener.port}/`, ...wants })).rejects.toMatchObject({
      fault: 'address',
    });
    expect(turning.asked).toHaveLength(2);
    await expect(fetch({ url: `http://both.example:${listener.port}/`, ...wants })).rejects.toMatchObject({
      fault: 'address',
    });
    expect(asked.filter((name) => name === 'both.example')).toHaveLength(1);
    expect(listener.connections()).toBe(0);
  });

  test('a provider made by a request whose name comes to lead inside: its calls fail, and say why', async () => {
    await using listener = await picture();
    const turning = resolverOf({ 'rebinds.example': [['127.0.0.1']] });
    const guard = createGuard({ allowedHosts: [], lookup: turning.lookup });
    const http = createHttpClient({ connectMs: 1_000, trusts: () => false, guard });
    const url = `http://rebinds.example:${listener.port}/v1/models`;
    await expect(request(http, { method: 'GET', url, headers: {} }, 2_000)).rejects.toThrow(
      'NORIA_ALLOWED_HOSTS',
    );
    expect(listener.connections()).toBe(0);
    await http.close();
  });

  test('the pictures of a conversation: they go to the provider as they came', async () => {
    await using listener = await picture();
    await using gateway = await startGateway({
      providers: [{ id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0 }],
    });
    for (const url of insides(listener.port)) {
      const content = [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url } },
      ];
      await gateway.app.inject({
        method: 'POST',
        url: '/v1/chat/completions',
        headers: asClient,
        payload: { messages: [{ role: 'user', content }] },
      });
    }
    expect(listener.connections()).toBe(0);
  });
});

describe('what may be fetched', () => {
  const ask = (url: string, more: Partial<UntrustedFile> = {}) =>
    fetcher(['127.0.0.1']).fetch({ url, ...wants, ...more });

  test('comes, with its type, over the name and the address that were checked', async () => {
    await using listener = await startListener((_req, res) =>
      res.setHeader('content-type', 'Image/PNG; charset=x').end('picture'),
    );
    const { fetch } = fetcher(['inside.example']);
    const url = `http://inside.example:${listener.port}/a.png?b`;
    expect(await fetch({ url, ...wants })).toEqual({ type: 'image/png', bytes: Buffer.from('picture') });
    expect(listener.seen[0]?.headers).toMatchObject({ host: `inside.example:${listener.port}` });
    expect(Object.keys(listener.seen[0]?.headers ?? {})).not.toContain('authorization');
  });

  test('follows a few redirects, relative ones too', async () => {
    await using listener = await startListener((req, res) => {
      const step = Number(req.url?.slice(1) ?? 0);
      if (step < 3) res.writeHead(302, { location: `./${step + 1}` }).end();
      else res.setHeader('content-type', 'image/png').end('there');
    });
    expect((await ask(`${listener.url}/0`)).bytes.toString()).toBe('there');
    await using turning = await startListener((_req, res) => res.writeHead(307, { location: '/' }).end());
    await expect(ask(turning.url)).rejects.toMatchObject({ fault: 'redirect' });
    expect(turning.seen).toHaveLength(5);
  });

  test.each([
    ['size', { 'content-type': 'image/png', 'content-length': '1001' }],
    ['type', { 'content-type': 'text/html' }],
    ['type', {}],
    ['type', { 'content-type': 'image/png', 'content-encoding': 'gzip' }],
  ])('is refused for its %s by its head', async (fault, headers) => {
    await using listener = await startListener((_req, res) => res.writeHead(200, headers).flushHeaders());
    await expect(ask(listener.url)).rejects.toMatchObject({ fault });
  });

  test('is refused for its size while it comes, whatever its head says', async () => {
    let sent = 0;
    await using listener = await startListener((_req, res) => {
      res.writeHead(200, { 'content-type': 'image/png' });
      const more = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536))) sent += 65_536;
        if (!res.destroyed) res.once('drain', more);
      };
      more();
    });
    await expect(ask(listener.url)).rejects.toMatchObject({ fault: 'size' });
    expect(sent).toBeLessThan(50_000_000);
  });

  test('is refused for its status, its silence, and when the one who asked has left', async () => {
    await using missing = await startListener((_req, res) => res.writeHead(404).end());
    await expect(ask(missing.url)).rejects.toMatchObject({ fault: 'status' });
    await using silent = await startListener(() => undefined);
    await expect(ask(silent.url, { timeoutMs: 100 })).rejects.toMatchObject({ fault: 'time' });
    const leaving = new AbortController();
    const asked = ask(silent.url, { signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
  });

  test('at the origin of a trusted provider, for what its own answer names and for nothing else', async () => {
    await using listener = await picture();
    const trusts = (origin: string): boolean => origin === listener.url;
    const { fetch } = fetcher([], trusts);
    const url = `${listener.url}/out.png`;
    expect((await fetch({ url, namedBy: `${listener.url}/v1`, ...wants })).bytes.toString()).toBe('inside');
    await expect(fetch({ url, ...wants })).rejects.toMatchObject({ fault: 'address' });
    await expect(fetch({ url, namedBy: 'https://other.example/v1', ...wants })).rejects.toMatchObject({
      fault: 'address',
    });
  });
});
