import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { docsOf, groups } from '../src/api/docs/groups.ts';
import { builtFiles } from '../src/api/web/app-folder.ts';
import { adminToken, asAdmin, asClient, startGateway, type TestGateway } from './gateway.ts';
import { openapiSchema } from './support/openapi-schema.ts';

const env = { NORIA_OLLAMA_API: 'on' };
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];

/** Addresses as the router itself has them: a tree, each branch with its part of the address. */
function addressesOf({ app }: TestGateway): string[] {
  const branch: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const at = line.indexOf('── ');
      if (at < 0) return [];
      const [part = '', taken] = line.slice(at + 3).split(' (');
      branch.splice((at - 1) / 4, branch.length, part);
      // It prints a wildcard without the slash before it.
      return taken === undefined ? [] : [branch.join('').replace(/(?<!\/)\*$/, '/*')];
    });
}

/** What answers there with anything but "this address does not take that method". */
async function routesOf(gateway: TestGateway): Promise<string[]> {
  const found: string[] = [];
  for (const url of new Set(addressesOf(gateway)))
    for (const method of methods) {
      // Event streams never end by themselves: the head is enough.
      const answer = await gateway.app.inject({
        payloadAsStream: true,
        method,
        url: url.replace(/:\w+|\*/g, 'x'),
        headers: asAdmin,
        ...(method === 'GET' ? {} : { payload: {} }),
      });
      answer.stream().destroy();
      if (answer.statusCode !== 405) found.push(`${method} ${url}`);
    }
  return found;
}

const all = groups.flatMap((group) =>
  Object.entries(group.routes).flatMap(([route, docs]) =>
    [docs].flat().map((doc) => ({ group, route, doc })),
  ),
);

describe('the documentation', () => {
  test('describes every route of the server, and no others', async () => {
    await using gateway = await startGateway({ env });
    const registered = await routesOf(gateway);
    expect(registered.length).toBeGreaterThan(40);
    const without = registered.filter((route) => {
      const [method = '', url = ''] = route.split(' ');
      return docsOf(method, url).length === 0;
    });
    expect(without, 'add a line in src/api/docs/groups').toEqual([]);
    const stale = all.map(({ route }) => route).filter((route) => !registered.includes(route));
    expect(stale).toEqual([]);
  });

  test.each(all)('says what $route takes and answers', ({ route, doc }) => {
    expect(doc.summary).toMatch(/^[A-Z].{5,}[^.]$/);
    const takesBody = /^(POST|PUT|PATCH)/.test(route) && !/\/(test|reset|restore|demo)$/.test(route);
    expect(doc.body !== undefined, 'a request').toBe(takesBody);
    expect(Object.keys(doc.answers).length).toBeGreaterThan(0);
    for (const { says } of Object.values(doc.answers)) expect(says.length).toBeGreaterThan(1);
    for (const name of (doc.as ?? route).matchAll(/:(\w+)$|:(\w+)\/|\{(\w+)\}/g)) {
      const part = name.slice(1).find((one) => one !== undefined && doc.params?.[one] === undefined);
      if (doc.as === undefined) expect(part).toBeUndefined();
    }
  });

  test.each(all)('gives examples of $route that have its own shape', ({ doc }) => {
    if (doc.body !== undefined) expect(doc.body.schema.safeParse(doc.body.example).error).toBeUndefined();
    for (const { content = {} } of Object.values(doc.answers))
      for (const { schema, example } of Object.values(content))
        if (example !== undefined) expect(schema.safeParse(example).error).toBeUndefined();
  });
});

describe('GET /api/openapi.json', () => {
  let document: z.infer<typeof openapiSchema>;
  beforeAll(async () => {
    await using gateway = await startGateway({ env });
    const answer = await gateway.app.inject('/api/openapi.json');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    document = openapiSchema.parse(answer.json());
    // None of it is on the server: it neither validates nor serialises by a schema.
    expect(gateway.app.getSchemas()).toEqual({});
    expect(gateway.app.hasDecorator('swagger')).toBe(false);
  });

  test('is OpenAPI 3.1: every operation has its own id, and every part of a path is declared', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item).flatMap((operation) => (operation === undefined ? [] : [{ path, operation }])),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? [])
        .filter((one) => one.in === 'path')
        .map(({ name }) => name);
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect({ path, parts: new Set(declared) }).toEqual({ path, parts: new Set(parts) });
      for (const tag of operation.tags) expect(tags).toContain(tag);
      for (const scheme of (operation.security ?? []).flatMap(Object.keys))
        expect(document.components.securitySchemes).toHaveProperty(scheme);
    }
  });

  test('shows each documented path once, and who may ask', () => {
    for (const { route, doc } of all) {
      const [method = '', url = ''] = route.split(' ');
      const path = (doc.as ?? url).replace(/:(?=\w+(?:\/|$))(?<!\}:)(\w+)/g, '{$1}');
      expect(document.paths).toHaveProperty([path, method.toLowerCase()]);
    }
    const security = (path: string, method: 'get' | 'post') => document.paths[path]?.[method]?.security;
    expect(security('/api/keys', 'get')).toEqual([{ adminToken: [] }]);
    expect(security('/v1/chat/completions', 'post')).toEqual([{ clientKey: [] }, { clientKeyHeader: [] }]);
    expect(security('/healthz', 'get') ?? []).toEqual([]);
  });
});

const providers = [
  { id: 'groq', keys: ['gsk_k1'], latencyMs: 0, chunkMs: 0 },
  { id: 'mistral', keys: ['m-1'], latencyMs: 0, chunkMs: 0 },
  {
    id: 'gemini',
    keys: ['AIzaSy0000000000000000000000000000000000'],
    models: ['gemini-embedding-001'],
    limits: [],
    latencyMs: 0,
  },
  { id: 'together', keys: ['t-1'], latencyMs: 0, chunkMs: 0 },
] as const;

describe('the examples, sent to a real gateway', () => {
  let gateway: TestGateway;
  let ids: Record<string, string>;
  beforeAll(async () => {
    gateway = await startGateway({ env, providers });
    const post = (url: string, headers: Record<string, string>, payload: object) =>
      gateway.app.inject({ method: 'POST', url, headers, payload });
    const chat = await post('/api/chat', asClient, { message: 'Hello' });
    ids = {
      keys: (
        await post('/api/keys', asAdmin, { provider: 'groq', secret: 'gsk_9876543210abcdefghij' })
      ).json<{
        id: string;
      }>().id,
      clients: (await post('/api/clients', asAdmin, { name: 'a client' })).json<{ id: string }>().id,
      responses: (await post('/v1/responses', asClient, { model: 'auto', input: 'Hello' })).json<{
        id: string;
      }>().id,
      providers: 'groq',
      quotas: 'groq',
      traces: String(chat.headers['x-noria-trace']),
      docs: 'docs.css',
      assets: [...builtFiles()].find((name) => name.startsWith('assets/'))?.slice('assets/'.length) ?? '',
      // Made by the example that is sent before it is deleted.
      routes: 'fast',
    };
    return () => gateway[Symbol.asyncDispose]();
  });

  function addressOf(url: string, as: string | undefined): string {
    const group = /\/([a-z]+)\/:\w+/.exec(url)?.[1] ?? '';
    const shown = as ?? url;
    return shown
      .replace(/:(?:id|file|name|provider)\b/, ids[group] ?? '')
      .replace(/\{(?:model|id)\}/, /embed/i.test(shown) ? 'gemini-embedding-001' : 'auto');
  }

  function formOf(example: Readonly<Record<string, unknown>>): {
    payload: Buffer;
    headers: Record<string, string>;
  } {
    const parts = Object.entries(example).map(([name, value]) =>
      name === 'file'
        ? `--x\r\ncontent-disposition: form-data; name="file"; filename="${String(value)}"\r\ncontent-type: audio/mpeg\r\n\r\nID3 sound\r\n`
        : `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
    );
    const headers = { ...asClient, 'content-type': 'multipart/form-data; boundary=x' };
    return { payload: Buffer.from(`${parts.join('')}--x--\r\n`), headers };
  }

  // What is deleted is deleted last, and what can be brought back is then.
  const turnOf = (route: string): number =>
    route.endsWith('/restore') ? 2 : Number(route.startsWith('DELETE'));
  const sent = all.toSorted((one, other) => turnOf(one.route) - turnOf(other.route));

  test.each(sent)('$route $doc.as is answered as described', async ({ group, route, doc }) => {
    const [method = '', url = ''] = route.split(' ');
    const isAdmin =
      /^\/api\/(keys|providers|routes|demo|clients|traces|events|forecast|quotas|usage|simulate)/.test(url);
    const example =
      url === '/api/session' && doc.body !== undefined ? { token: adminToken } : doc.body?.example;
    // Its head is enough: an event stream does not end by itself.
    const isEndless = url === '/api/events';
    const answer = await gateway.app.inject({
      method: method as Method,
      url: addressOf(url, doc.as),
      headers: isAdmin ? asAdmin : asClient,
      ...(isEndless && { payloadAsStream: true }),
      ...(doc.body?.type === 'multipart/form-data'
        ? formOf(doc.body.example)
        : example === undefined
          ? {}
          : { payload: example }),
    });
    const described = doc.answers[answer.statusCode];
    const text = isEndless ? '' : answer.body;
    expect(described, `${answer.statusCode}: ${text.slice(0, 300)}`).toBeDefined();
    const type = String(answer.headers['content-type']).split(';')[0] ?? '';
    const content =
      described?.content?.[type] ??
      described?.content?.[`${type.split('/')[0]}/*`] ??
      described?.content?.['*/*'];
    expect(content, `an answer of ${type}`).toBeDefined();
    const body: unknown = type === 'application/json' ? answer.json() : text;
    expect(content?.schema.safeParse(body).error).toBeUndefined();
    if (group.relays && method === 'POST' && !/show|[cC]ount/.test(doc.as ?? url))
      expect(answer.headers).toHaveProperty('x-noria-trace');
  });

  test.each(groups)('an error of "$tag" has the shape that is described', async ({ error, routes }) => {
    const guarded = Object.keys(routes).find(
      (route) => /POST|api\/keys/.test(route) && !/session/.test(route),
    );
    const [method = 'GET', url = '/api/docs/nothing'] = guarded?.split(' ') ?? [];
    const answer = await gateway.app.inject({
      method: method as Method,
      url: url.replace(/\*/, 'auto:generateContent').replace(/:id/, 'x'),
      ...(method === 'GET' ? {} : { payload: {} }),
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(error.schema.safeParse(answer.json()).error).toBeUndefined();
  });
});

describe('GET /api/docs', () => {
  test('is a page under a strict policy, with everything of its own', async () => {
    await using gateway = await startGateway();
    const page = await gateway.app.inject('/api/docs');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.body).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/);
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
    expect(files.filter((url) => !url.startsWith('/') && url !== 'data:,')).toEqual([]);
    for (const url of files.filter((file) => file.startsWith('/api/docs/'))) {
      const file = await gateway.app.inject(url);
      expect({ url, status: file.statusCode }).toEqual({ url, status: 200 });
      expect(file.headers['content-type']).toMatch(/^text\/(css|javascript); charset=utf-8$/);
      expect(file.rawPayload.length).toBeGreaterThan(100);
    }
  });

  test('says to readers of French in French what it is', async () => {
    await using gateway = await startGateway();
    const headers = { 'accept-language': 'fr-CH, fr;q=0.9' };
    expect((await gateway.app.inject({ url: '/api/docs', headers })).body).toContain('lang="fr"');
    expect((await gateway.app.inject('/api/docs')).body).not.toContain('lang="fr"');
  });

  test('gives no other file', async () => {
    await using gateway = await startGateway();
    for (const name of ['nothing.js', '..%2fserver.ts', 'index.html', '%2e%2e%2fpage%2froutes.ts'])
      expect((await gateway.app.inject(`/api/docs/${name}`)).statusCode).toBe(404);
  });
});
