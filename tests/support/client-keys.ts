import { asAdmin, send, type Reply } from './crew.ts';

/** A client key as GET /api/clients shows it. */
export interface ShownClient {
  readonly id: string;
  readonly name: string;
  readonly masked: string;
  readonly environment: boolean;
  readonly enabled: boolean;
  readonly status: string;
  readonly limits: { readonly requests_per_minute: number | null; readonly tokens_per_day: number | null };
  readonly quotas: readonly {
    readonly unit: string;
    readonly used: number;
    readonly remaining: number;
    readonly resets_at: string | null;
  }[];
  readonly routes: readonly string[] | null;
  readonly apps: readonly string[] | null;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly usage: Record<
    'today' | 'total',
    { requests: number; failures: number; input_tokens: number; output_tokens: number }
  >;
}

export type MadeClient = ShownClient & { readonly key: string };

/** One request of the administrator to /api/clients. */
export function admin(url: string, method: string, path = '', body?: unknown): Promise<Reply> {
  return send(`${url}/api/clients${path}`, {
    method,
    headers: asAdmin,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export async function makeClient(url: string, fields: object = {}): Promise<MadeClient> {
  const { status, text } = await admin(url, 'POST', '', { name: 'a client', ...fields });
  if (status !== 201) throw new Error(`no client was made: ${text}`);
  return JSON.parse(text) as MadeClient;
}

export async function showClient(url: string, id: string): Promise<ShownClient> {
  return JSON.parse((await admin(url, 'GET', `/${id}`)).text) as ShownClient;
}

/** One plain chat call with a client's key, over a connection of its own. */
export function askAs(
  url: string,
  key: string,
  body: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  return send(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], ...body }),
  });
}

export function askManyAs(url: string, key: string, count: number): Promise<Reply[]> {
  return Promise.all(Array.from({ length: count }, () => askAs(url, key)));
}

export function errorOf({ text }: Reply): {
  readonly code: string;
  readonly message: string;
  param?: string;
} {
  return (JSON.parse(text) as { error: { code: string; message: string } }).error;
}

export function served(replies: readonly Reply[]): number {
  return replies.filter(({ status }) => status === 200).length;
}
