import type { ErrorView } from '../../src/api/views/error-view.ts';

/** What the gateway refused, in its words. `status` 0 = it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The field that was wrong. */
  readonly param: string | undefined;
  /** Epoch ms from which trying again can succeed. */
  readonly retryAt: number | null;
  /** Id of the decision trace, of a request that went to providers. */
  readonly trace: string | null;

  constructor(
    status: number,
    { code, message, param, retry_after_ms: waitMs }: ErrorView['error'],
    trace: string | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    // Null in OpenAI's shape.
    this.param = param ?? undefined;
    this.retryAt = waitMs === undefined ? null : Date.now() + waitMs;
    this.trace = trace;
  }
}

export interface ApiOptions {
  readonly signal?: AbortSignal | undefined;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call of the gateway's own API, with the session's cookie. @throws ApiError */
async function call<T>(method: Method, path: string, body: unknown, options: ApiOptions): Promise<T> {
  const answer = await fetch(path, {
    method,
    // Without it a changing call without a body would not count as ours.
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((error: unknown) => {
    if (options.signal?.aborted === true) throw error;
    throw new ApiError(0, { code: 'unreachable', message: '' });
  });
  if (answer.ok) return (await answer.json()) as T;
  throw await errorOf(answer);
}

/** The error of an answer that is not ok, whatever it holds. */
export async function errorOf(answer: Response): Promise<ApiError> {
  const told = (await answer.json().catch(() => null)) as Partial<ErrorView> | null;
  const unclear = { code: 'unclear', message: `${answer.status} ${answer.statusText}` };
  return new ApiError(
    answer.status,
    { ...unclear, ...told?.error },
    answer.headers.get('x-noria-trace') || null,
  );
}

export const api = {
  get: <T>(path: string, options: ApiOptions = {}): Promise<T> => call<T>('GET', path, undefined, options),
  post: <T>(path: string, body: unknown = {}, options: ApiOptions = {}): Promise<T> =>
    call<T>('POST', path, body, options),
  put: <T>(path: string, body: unknown, options: ApiOptions = {}): Promise<T> =>
    call<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options: ApiOptions = {}): Promise<T> =>
    call<T>('PATCH', path, body, options),
  delete: <T>(path: string, options: ApiOptions = {}): Promise<T> =>
    call<T>('DELETE', path, undefined, options),
};
