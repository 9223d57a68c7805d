import type { SimProvider } from './sim-spec.ts';

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly raw: string;
  /** True = the connection broke before the end of the body. */
  readonly broken: boolean;
}

export interface ChatOptions {
  readonly key?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly stream?: boolean;
  readonly path?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one chat call and reads whatever comes back, as far as it comes. */
export async function chat(provider: SimProvider, model: string, options: ChatOptions = {}): Promise<Seen> {
  const { key = 'k1', stream = false, signal } = options;
  const url = new URL(provider.baseUrl.replace('{account_id}', key.split(':')[0] ?? ''));
  const anthropic = provider.profile === 'anthropic';
  const path =
    options.path ?? `${url.pathname.replace(/\/$/, '')}${anthropic ? '/messages' : '/chat/completions'}`;
  const token = key.split(':').at(-1) ?? '';
  const credential = anthropic ? { 'x-api-key': token } : { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === '' ? {} : credential), ...options.headers },
    body: JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      ...(stream ? { stream: true } : {}),
      ...(anthropic ? { max_tokens: 200 } : {}),
      ...options.body,
    }),
    ...(signal === undefined ? {} : { signal }),
  });
  return readAll(response);
}

export async function readAll(response: Response): Promise<Seen> {
  const decoder = new TextDecoder();
  let raw = '';
  let broken = false;
  try {
    for await (const part of response.body ?? []) raw += decoder.decode(part as Uint8Array, { stream: true });
  } catch {
    broken = true;
  }
  return { status: response.status, headers: response.headers, raw, broken };
}

export interface SimEvent {
  readonly name: string;
  readonly data: string;
}

export function eventsOf(raw: string): readonly SimEvent[] {
  return raw
    .split('\n\n')
    .filter((block) => /^(data|event):/m.test(block))
    .map((block) => {
      const lines = block.split('\n');
      const value = (field: string): string =>
        lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2) ?? '';
      return { name: value('event'), data: value('data') };
    });
}

interface Chunk {
  readonly choices?: readonly {
    readonly index: number;
    readonly delta: { readonly content?: string; readonly tool_calls?: readonly ToolDelta[] };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly total_tokens: number };
  readonly error?: unknown;
  readonly x_groq?: { readonly usage: { readonly total_tokens: number } };
}

interface ToolDelta {
  readonly index: number;
  readonly id?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

/** The chunks of an OpenAI-style stream, without the end marker. */
export function chunksOf(raw: string): readonly Chunk[] {
  return eventsOf(raw)
    .filter(({ data }) => data !== '[DONE]' && data !== '')
    .map(({ data }) => JSON.parse(data) as Chunk);
}

export function textOfStream(raw: string, choice = 0): string {
  return chunksOf(raw)
    .flatMap((chunk) => chunk.choices ?? [])
    .filter(({ index }) => index === choice)
    .map(({ delta }) => delta.content ?? '')
    .join('');
}

export function json(seen: Seen): Record<string, unknown> {
  return JSON.parse(seen.raw) as Record<string, unknown>;
}

/** Waits until a condition holds, by turns of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  const endAt = Date.now() + 2_000;
  while (!condition()) {
    if (Date.now() > endAt) throw new Error('the condition never came true');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
