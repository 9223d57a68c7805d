import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createServer, getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { resolverOf } from '../../../tests/security/outbound.ts';
import { createGuard } from '../guard/guard.ts';
import { createHttpClient, type HttpClientOptions } from '../http.ts';
import { answering, hear, startRawServer } from './raw-server.fixture.ts';

const clientOf = (more: Partial<HttpClientOptions> = {}) =>
  createHttpClient({
    connectMs: 5_000,
    trusts: () => true,
    guard: createGuard({ allowedHosts: [] }),
    ...more,
  });

const good = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab';

test('a port where nobody listens is a failure', async () => {
  const tcp = createTcp().listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const address = tcp.address();
  tcp.close();
  await once(tcp, 'close');
  const port = typeof address === 'object' ? address?.port : 0;
  const http = clientOf();
  const hearing = hear(http, { url: `http://127.0.0.1:${port}` });
  await hearing.over;
  expect([hearing.told, hearing.error]).toMatchObject([['failed'], { code: 'ECONNREFUSED' }]);
  await http.close();
});

test.each([
  ['that nobody knows', 'unknown.example', 'unknown'],
  ['that leads inside', 'inside.example', 'NORIA_ALLOWED_HOSTS'],
])('a name %s is a failure that says so', async (_what, host, says) => {
  const { lookup } = resolverOf({ 'inside.example': [['127.0.0.1']] });
  const http = clientOf({ trusts: () => false, guard: createGuard({ allowedHosts: [], lookup }) });
  const hearing = hear(http, { url: `http://${host}/` });
  await hearing.over;
  expect(hearing.told).toEqual(['failed']);
  expect(hearing.error?.message).toContain(says);
  await http.close();
});

test.each(['http://', 'http://a:99999/', 'ftp://127.0.0.1/', 'nothing'])(
  'the address %s is a failure, and is told after the call',
  async (url) => {
    const http = clientOf({ trusts: () => false });
    const hearing = hear(http, { url });
    expect(hearing.told).toEqual([]);
    await hearing.over;
    expect(hearing.told).toEqual(['failed']);
    await http.close();
  },
);

test('a server that takes a connection and says nothing to its handshake is a failure in time', async () => {
  await using server = await startRawServer(() => undefined);
  const http = clientOf({ connectMs: 100 });
  const hearing = hear(http, { url: server.url.replace('http:', 'https:') });
  await hearing.over;
  expect([hearing.told, hearing.error]).toMatchObject([['failed'], { code: 'UND_ERR_CONNECT_TIMEOUT' }]);
  await http.close();
});

test('IPv6 is an address as any other', async () => {
  await using server = await startRawServer(answering(good), '::1');
  const http = clientOf();
  for (let calls = 0; calls < 2; calls += 1) {
    const hearing = hear(http, { url: `${server.url}/x` });
    await hearing.over;
    expect([hearing.body, server.sockets.length]).toEqual(['ab', 1]);
  }
  await http.close();
});

/** Nothing of Node makes a certificate, and a key has no place in a repository. */
const openssl = process.env['OPENSSL'] ?? 'openssl';
const hasOpenssl = spawnSync(openssl, ['version']).status === 0;

/** Of this test run, for localhost. */
function makeCertificate(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'noria-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync(openssl, ['req', ...kind, ...name, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const made = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return made;
}

test.runIf(hasOpenssl)(
  'TLS carries what TCP does, with the name asked for and HTTP/1.1; a certificate of nobody is refused',
  async () => {
    const made = makeCertificate();
    const asked: (string | false | null)[] = [];
    await using server = await startRawServer(
      (socket) => {
        const { servername, alpnProtocol } = socket as TLSSocket;
        asked.push(servername, alpnProtocol);
        answering((request) => `HTTP/1.1 200 OK\r\ncontent-length: ${request.length}\r\n\r\n${request}`)(
          socket,
        );
      },
      '127.0.0.1',
      createServer({ ...made, ALPNProtocols: ['h2', 'http/1.1'] }),
    );
    const http = clientOf();
    const url = `https://localhost:${server.port}/v1?a=b`;
    const refused = hear(http, { url });
    await refused.over;
    expect([refused.told, refused.error]).toMatchObject([
      ['failed'],
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    ]);
    const before = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(before));
    setDefaultCACertificates([...before, made.cert]);
    for (const body of ['', 'é', 'x'.repeat(1_000_000)]) {
      const hearing = hear(http, { url, method: 'POST', body });
      await hearing.over;
      expect(hearing.told).toEqual(['sent', 'head', 'data', 'end']);
      expect(hearing.bytes).toBeGreaterThan(Buffer.byteLength(body));
    }
    expect(asked).toEqual(['localhost', 'http/1.1']);
    await http.close();
  },
);

test('close ends what is idle, what runs and what is connecting, and nothing begins after it', async () => {
  await using server = await startRawServer((socket) => socket.once('data', () => socket.write(good)));
  const http = clientOf();
  await hear(http, { url: server.url }).over;
  const running = hear(http, { url: server.url });
  while (running.told.length < 1) await turn();
  const connecting = hear(http, { url: server.url.replace('http:', 'https:') });
  while (server.sockets.length < 2) await turn();
  const waiting = hear(http, { url: server.url });
  await http.close();
  const late = hear(http, { url: server.url });
  await Promise.all([running, connecting, waiting, late].map(({ over }) => over));
  expect(running.told).toEqual(['sent', 'failed']);
  for (const hearing of [connecting, waiting, late]) {
    expect(hearing.told).toEqual(['failed']);
    expect(hearing.error?.message).toBe('the HTTP client was closed');
  }
  while (server.sockets.some(({ destroyed }) => !destroyed)) await turn();
});

test('a process exits once it has closed its client', async () => {
  await using server = await startRawServer((socket) => socket.once('data', () => socket.write(good)));
  const script = `
    import { createHttpClient } from ${JSON.stringify(new URL('../http.ts', import.meta.url).href)};
    const http = createHttpClient({ connectMs: 60_000, trusts: () => true, guard: {} });
    const nothing = { sent() {}, head() {}, data() {}, end() {}, failed() {} };
    const call = (url, more) => http.start({ method: 'GET', url, headers: {} }, { ...nothing, ...more });
    call('${server.url.replace('http:', 'https:')}');
    call('${server.url}', { end: () => call('${server.url}', { sent: () => setImmediate(() => http.close()) }) });
  `;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 20_000,
  });
  expect(stderr).toBe('');
});
