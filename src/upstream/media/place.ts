import { resolveUrl } from '../../catalog/resolve-url.ts';
import type { Provider } from '../../catalog/types.ts';
import { addressed } from '../credentials.ts';
import type { ChatCall } from '../wire.ts';

export interface Place {
  readonly url: string;
  /** With the credential. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a task is asked. `url` as `resolveUrl` reads it; `{model}` is filled with the model's id, its slashes kept. */
export function placeOf(call: ChatCall, url: string, auth: Provider['auth'] = call.provider.auth): Place {
  const { provider } = call;
  const { headers, ...at } = addressed({ ...provider, auth }, call.baseUrl, call.secret);
  const catalogBaseUrl = provider.baseUrl.replace('{account_id}', at.accountId);
  return { url: resolveUrl(url, { ...at, catalogBaseUrl }).replace('{model}', pathOf(call.model)), headers };
}

/** As a path: `@cf/…` and `name:tag` stay readable, a question mark begins no query. */
function pathOf(model: string): string {
  return encodeURI(model).replace(/[?#]/g, encodeURIComponent);
}

/** The client's fields for a provider that speaks OpenAI's dialect: what steers Noria and what the model refuses is left out. */
export function fieldsFor(
  { body, model, refusedParams }: ChatCall,
  leftOut: readonly string[] = [],
): Record<string, unknown> {
  const fields: Record<string, unknown> = { model };
  for (const field in body) {
    const isGone =
      field === 'model' || field === 'stream' || leftOut.includes(field) || refusedParams.has(field);
    if (!isGone && body[field] !== null) fields[field] = body[field];
  }
  return fields;
}

/** A JSON question to a place. */
export function jsonCall(
  { url, headers }: Place,
  body: unknown,
  more: Readonly<Record<string, string>> = {},
) {
  return {
    method: 'POST',
    url,
    headers: { accept: 'application/json', ...headers, 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  } as const;
}
