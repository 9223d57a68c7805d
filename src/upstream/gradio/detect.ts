import type { Answer } from '../../engine/classification.ts';
import { isRecord } from '../parse-body.ts';
import { chooseEndpoint, type Endpoint } from './endpoint.ts';
import type { Space } from './space.ts';
import type { Fetched } from './steps.ts';
import { weaveStates } from './weave-states.ts';

/** How a generator is spoken to. */
export type Kind =
  | { readonly kind: 'openai'; readonly models: readonly string[] }
  | { readonly kind: 'gradio'; readonly prefix: string; readonly endpoint: Endpoint }
  | { readonly kind: 'plain' };

export type Detection = Kind | { readonly kind: 'refused'; readonly answer: Answer };

/** They speak of the credential or of the moment (a Space that wakes), not of what is there. */
const inconclusive = new Set([401, 429, 502, 503, 504]);

/** Finds out what answers at the Space's root. The GETs wake a Space that sleeps. */
export async function detect(space: Space): Promise<Detection> {
  const models = await get(space, '/v1/models');
  if (inconclusive.has(models.status)) return { kind: 'refused', answer: models };
  const list = models.status === 200 && isRecord(models.body) ? models.body.data : null;
  if (Array.isArray(list)) return { kind: 'openai', models: list.flatMap(idOf) };
  const config = await get(space, '/config');
  if (inconclusive.has(config.status)) return { kind: 'refused', answer: config };
  const isGradio = config.status === 200 && isRecord(config.body) && Array.isArray(config.body.dependencies);
  return isGradio ? detectEndpoint(space, config.body) : { kind: 'plain' };
}

/** Gradio 5 and later answers under `/gradio_api` and says so; Gradio 4 has no prefix. A wrong one is a 404. */
async function detectEndpoint(space: Space, config: unknown): Promise<Detection> {
  const stated = isRecord(config) ? config.api_prefix : null;
  const first = typeof stated === 'string' ? stated.replace(/\/+$/, '') : '';
  const second = first === '' ? '/gradio_api' : '';
  let prefix = first;
  let info = await get(space, `${prefix}/info`);
  if (info.status === 404) {
    prefix = second;
    info = await get(space, `${prefix}/info`);
  }
  if (info.status !== 200) return { kind: 'refused', answer: info };
  const endpoint = chooseEndpoint(info.body);
  if (endpoint !== null) return { kind: 'gradio', prefix, endpoint: weaveStates(endpoint, config) };
  const body = { error: 'This Space has no named endpoint that takes a text.' };
  return { kind: 'refused', answer: { status: 404, headers: {}, body } };
}

function get({ root, headers, steps }: Space, path: string): Promise<Fetched> {
  return steps.fetch({
    method: 'GET',
    url: root + path,
    headers: { accept: 'application/json', ...headers },
  });
}

function idOf(model: unknown): readonly string[] {
  return isRecord(model) && typeof model.id === 'string' ? [model.id] : [];
}
