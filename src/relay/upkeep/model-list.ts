import { resolveUrl } from '../../catalog/resolve-url.ts';
import { valuesAt } from '../../engine/error-match.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import { request } from '../../upstream/ask.ts';
import { addressed } from '../../upstream/credentials.ts';
import type { HttpClient } from '../../upstream/http.ts';

/** Ids of the models that a provider lists; null when it has no list. @throws Error when it does not answer */
export async function listModels(
  http: HttpClient,
  provider: ProviderNode,
  secret: string,
  timeoutMs: number,
): Promise<string[] | null> {
  const { modelList } = provider.spec.def;
  if (modelList === null) return null;
  const { headers, ...at } = addressed(provider.spec.def, provider.spec.baseUrl, secret);
  const url = resolveUrl(modelList.url, {
    ...at,
    catalogBaseUrl: provider.spec.def.baseUrl.replace('{account_id}', at.accountId),
  });
  const answer = await request(http, { method: 'GET', url, headers }, timeoutMs);
  if (answer.status !== 200) throw new Error(`the model list answered ${answer.status}`);
  return idsIn(answer.body, modelList.shape);
}

const idPaths = {
  openai: 'data[].id',
  bare_array: '[].id',
  gemini: 'models[].name',
  cohere: 'models[].name',
  cloudflare: 'result[].name',
  ollama: 'models[].name',
} as const;

function idsIn(body: unknown, shape: keyof typeof idPaths): string[] {
  const declared = valuesAt(body, idPaths[shape]);
  const found = declared.length > 0 ? declared : valuesAt(body, idPaths.openai);
  return found.filter((id) => typeof id === 'string').map((id) => id.replace(/^models\//, ''));
}
