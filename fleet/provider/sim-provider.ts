import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createLimitBook } from '../counters/limit-book.ts';
import { asObject, type JsonObject } from '../json.ts';
import type { CallView, Profile } from '../profile.ts';
import { profileOf } from '../profiles/profile-table.ts';
import { parseForm as parseFormData } from '../media/parse-form.ts';
import { jsonReply, type AnyReply, type Reply } from '../reply.ts';
import type { SimProvider, SimSpec } from '../sim-spec.ts';
import { createCallLog } from './call-log.ts';
import { allowsKeyless, ignoresKeys, type Desk, type KeyState } from './desk.ts';
import { closeServer, drainServer } from './end-server.ts';
import { createFaultDesk } from './fault-desk.ts';
import { createGate } from './gate.ts';
import { serveChat, type Arrival } from './serve-chat.ts';
import { serveMedia } from './serve-media.ts';
import { createSpaceRoutes, type SpaceRoutes } from './space-routes.ts';

export interface RunningProvider extends SimProvider {
  /** Variables for Noria's environment. */
  env(): Record<string, string>;
  /** Takes no new connection; resolves when all have ended, which they must within so many ms. */
  drain(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts one simulated provider on a port of its own. */
export async function startSimProvider(
  spec: SimSpec,
  options: { clock: () => number; host: string },
): Promise<RunningProvider> {
  const profile = profileOf(spec);
  const keys = toKeys(spec);
  let book = createLimitBook(spec.limits ?? profile.limits);
  let serial = 0;
  const parallel = spec.parallel ?? profile.parallel;
  const desk: Desk = {
    spec,
    profile,
    clock: options.clock,
    log: createCallLog(spec.keepCalls ?? 100_000, spec.keepBodies ?? 1_000),
    faults: createFaultDesk(),
    models: spec.models ?? profile.models,
    gate: parallel === undefined ? null : createGate(parallel),
    warm: new Set(),
    open: { streams: 0 },
    keys,
    book: () => book,
    nextSerial: () => (serial += 1),
  };
  const space =
    profile.name === 'hf_space' && (spec.space ?? 'gradio') === 'gradio' ? createSpaceRoutes(desk) : null;
  const sockets = new Set<Socket>();
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 }, (req, res) =>
    handle({ desk, space, req, res }),
  );
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(spec.port ?? 0, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://${options.host}:${port}${profile.basePath}`;
  const keyState = (secret: string): KeyState => {
    const key = [...keys.values()].find((candidate) => candidate.secret === secret);
    if (key === undefined) throw new Error(`${spec.id} has no key ${secret}`);
    return key;
  };

  return {
    id: spec.id,
    profile: profile.name,
    baseUrl,
    calls: desk.log.calls,
    get limits() {
      return book.limits;
    },
    count: (filter) => desk.log.count(filter),
    used: (limitIndex, owner) => book.used(limitIndex, owner, options.clock()),
    script: (...steps) => desk.faults.script(steps),
    always: (fault) => desk.faults.always(fault),
    onKey: (secret, fault) => desk.faults.onKey(keyState(secret).secret, fault),
    onModel: (model, fault) => desk.faults.onModel(model, fault),
    revoke: (secret) => void (keyState(secret).state = 'revoked'),
    restore: (secret) => void (keyState(secret).state = 'good'),
    setLimits: (limits) => void (book = createLimitBook(limits)),
    resetCounters: () => void (book = createLimitBook(book.limits)),
    openConnections: () => sockets.size,
    openStreams: () => desk.open.streams,
    env: () => envOf(spec, profile, baseUrl, [...keys.values()]),
    drain: (withinMs) => drainServer(server, sockets, withinMs),
    close: () => closeServer(server, sockets),
  };
}

interface Exchange {
  readonly desk: Desk;
  readonly space: SpaceRoutes | null;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

function handle(exchange: Exchange): void {
  const { req } = exchange;
  if (req.method !== 'POST') return route(exchange, null, null);
  const parts: Buffer[] = [];
  req.on('data', (part: Buffer) => parts.push(part));
  req.on('end', () => {
    const form = parseForm(parts, req.headers['content-type']);
    route(exchange, form === null ? parseBody(parts) : form.fields, form?.file ?? null);
  });
}

function route({ desk, space, req, res }: Exchange, body: JsonObject | null, file: Buffer | null): void {
  const { profile, spec } = desk;
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const method = req.method ?? 'GET';
  const secret = ignoresKeys(desk) ? '' : (profile.secret?.(req.headers) ?? bearerOf(req));
  const known = desk.keys.get(secret);
  const key = known !== undefined && profile.fits?.(known.account, path) === false ? undefined : known;
  const arrival: Arrival = { res, path, secret, key, ip: req.socket.remoteAddress ?? '' };

  const wire = method === 'POST' ? profile.chat(path, spec) : null;
  if (wire !== null) return serveChat(desk, wire, arrival, body);
  const media = method === 'POST' ? profile.media?.(path) : null;
  if (media) return serveMedia(desk, media, arrival, { path, headers: req.headers, body, file });
  if (space?.serve({ method, arrival, body }) === true) return;

  const keyless = secret === '' && allowsKeyless(desk);
  const authorized = keyless || (key !== undefined && key.state !== 'revoked');
  const view = quietView(desk, arrival);
  const reply =
    otherRoute({ desk, method, path, authorized, view }) ??
    profile.extra?.({
      method,
      path,
      query: new URLSearchParams(mark < 0 ? '' : url.slice(mark)),
      headers: req.headers,
      body,
      models: desk.models,
      authorized,
      view,
    }) ??
    jsonReply(404, {
      error: {
        message: `Unknown request URL: ${method} ${path}`,
        type: 'invalid_request_error',
        code: 'unknown_url',
      },
    });
  send(res, reply);
}

interface QuietRequest {
  readonly desk: Desk;
  readonly method: string;
  readonly path: string;
  readonly authorized: boolean;
  readonly view: CallView;
}

function otherRoute({ desk, method, path, authorized, view }: QuietRequest): Reply | null {
  const { profile } = desk;
  if (method !== 'GET' || path !== modelsPathOf(desk)) return null;
  if (!authorized && profile.modelsPublic !== true) return profile.failures.unauthorized(view);
  return jsonReply(200, profile.modelList(desk.models, view));
}

function modelsPathOf({ profile, spec }: Desk): string | null {
  const { modelsPath = `${profile.basePath}/models` } = profile;
  return typeof modelsPath === 'function' ? modelsPath(spec) : modelsPath;
}

/** What a route that counts nothing may know. */
function quietView(desk: Desk, { key, secret, ip, path }: Arrival): CallView {
  const caller = {
    key: key?.secret ?? secret,
    account: key?.account ?? desk.profile.keyless?.account ?? null,
    ip,
    model: desk.models[0] ?? '',
  };
  const now = desk.clock();
  return {
    spec: desk.spec,
    caller,
    now,
    stream: false,
    path,
    serial: 0,
    costTokens: 0,
    states: () => desk.book().states(caller, now),
  };
}

function send(res: ServerResponse, reply: AnyReply): void {
  res.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  res.end(reply.body);
}

function parseForm(parts: readonly Buffer[], type = ''): ReturnType<typeof parseFormData> {
  return type.startsWith('multipart/') ? parseFormData(Buffer.concat(parts), type) : null;
}

function parseBody(parts: readonly Buffer[]): JsonObject | null {
  const [first] = parts;
  if (first === undefined) return null;
  const text = parts.length === 1 ? first.toString() : Buffer.concat(parts).toString();
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function bearerOf(req: IncomingMessage): string {
  const header = req.headers.authorization;
  return header !== undefined && /^bearer /i.test(header) ? header.slice(7) : '';
}

/** By what is sent on the wire: of `account_id:token` only the token is. */
function toKeys(spec: SimSpec): Map<string, KeyState> {
  const keys = new Map<string, KeyState>();
  for (const entry of spec.keys) {
    const given = typeof entry === 'string' ? { secret: entry } : entry;
    const pair = profileOf(spec).name === 'cloudflare' ? /^([^:]+):(.+)$/.exec(given.secret) : null;
    const state = given.state ?? 'good';
    const account = given.account ?? pair?.[1] ?? given.secret;
    keys.set(pair?.[2] ?? given.secret, { secret: given.secret, account, state });
  }
  return keys;
}

function envOf(
  spec: SimSpec,
  profile: Profile,
  baseUrl: string,
  keys: readonly KeyState[],
): Record<string, string> {
  const secrets = keys.map(({ secret, account }) => profile.envKey?.(secret, account) ?? secret);
  if (profile.env !== undefined) return profile.env(spec.id, baseUrl, secrets);
  const name = spec.id.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  return { [`${name}_BASE_URL`]: baseUrl, [`${name}_API_KEYS`]: secrets.join(',') };
}
