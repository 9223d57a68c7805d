import { resolveUrl } from '../../catalog/resolve-url.ts';
import { valuesAt } from '../../engine/error-match.ts';
import type { ProviderNode } from '../../engine/nodes.ts';
import type { ModelPurpose } from '../../catalog/types.ts';
import { request } from '../../upstream/ask.ts';
import { addressed } from '../../upstream/credentials.ts';
import type { HttpClient } from '../../upstream/http.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import { statedPurpose } from './stated-purpose.ts';

export interface ListedModel {
  readonly id: string;
  /** As the list says it; null = it does not, or in words that are not known here. */
  readonly purpose: ModelPurpose | null;
  /** The list says that another machine runs it. */
  readonly elsewhere: boolean;
}

/** The models that a provider lists; null when it has no list. @throws Error when it does not answer */
export async function listModels(
  http: HttpClient,
  provider: ProviderNode,
  secret: string,
  timeoutMs: number,
): Promise<ListedModel[] | null> {
  const { modelList } = provider.spec.def;
  if (modelList === null) return null;
  const { headers, ...at } = addressed(provider.spec.def, provider.spec.baseUrl, secret);
  const url = resolveUrl(modelList.url, {
    ...at,
    catalogBaseUrl: provider.spec.def.baseUrl.replace('{account_id}', at.accountId),
  });
  const answer = await request(http, { method: 'GET', url, headers }, timeoutMs);
  if (answer.status !== 200) throw new Error(`the model list answered ${answer.status}`);
  return modelsIn(answer.body, modelList.shape);
}

const lists = {
  openai: ['data', 'id'],
  bare_array: ['data', 'id'],
  gemini: ['models', 'name'],
  cohere: ['models', 'name'],
  cloudflare: ['result', 'name'],
  ollama: ['models', 'name'],
} as const;

function modelsIn(given: unknown, shape: keyof typeof lists): ListedModel[] {
  const body = Array.isArray(given) ? { data: given as unknown[] } : given;
  const found = [lists[shape], lists.openai].find(([list]) => valuesAt(body, `${list}[]`).length > 0);
  if (found === undefined) return [];
  const [list, name] = found;
  return valuesAt(body, `${list}[]`).flatMap((entry) => {
    const id = isRecord(entry) ? entry[name] : undefined;
    if (!isRecord(entry) || typeof id !== 'string') return [];
    return [{ id: id.replace(/^models\//, ''), purpose: statedPurpose(entry), elsewhere: isPassedOn(entry) }];
  });
}

/** As Ollama's list says it of models of its cloud. */
function isPassedOn({ remote_host: host, remote_model: model }: Readonly<Record<string, unknown>>): boolean {
  return [host, model].some((said) => typeof said === 'string' && said !== '');
}
