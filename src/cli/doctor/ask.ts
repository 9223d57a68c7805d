/** A small question over HTTP to this machine or a provider. */
export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or null. */
  readonly body: unknown;
}

export interface AskOptions {
  readonly token?: string;
  readonly method?: 'GET' | 'POST';
  readonly timeoutMs?: number;
}

/** null = nothing answered in time. */
export async function ask(url: string, options: AskOptions = {}): Promise<Asked | null> {
  const { token, method = 'GET', timeoutMs = 3_000 } = options;
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A field of what came; undefined when it is not there. */
export function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}
