import type { Profile } from '../profile.ts';
import { jsonReply } from '../reply.ts';
import { ollamaWire } from '../wire/ollama-wire.ts';
import { openAiMedia } from '../media/openai-media.ts';
import { openAiWire } from '../wire/openai-wire.ts';
import { inFlight } from './limit-words.ts';
import { openAiError, openAiFailures, openAiModelList } from './openai-style.ts';

const native = ollamaWire();
const compat = openAiWire({ extra: () => '"system_fingerprint":"fp_ollama",' });

/** A local server: no key; one call at a time, 512 wait, the next is a 503. */
export const ollama: Profile = {
  name: 'ollama',
  basePath: '',
  chat: (path) => (path === '/api/chat' ? native : path === '/v1/chat/completions' ? compat : null),
  media: openAiMedia('/v1', ['embeddings']),
  models: ['llama3.1:8b', 'qwen3:4b'],
  limits: [{ unit: 'concurrent', amount: 513, window: inFlight, per: 'account' }],
  // With keys it is the cloud.
  keyless: { account: 'local', onlyWithoutKeys: true },
  streamUsage: 'on_request',
  reserves: 'prompt',
  parallel: 1,
  modelsPath: '/v1/models',
  modelList: (models, view) => openAiModelList(models, view, () => ({ owned_by: 'library' })),
  env: (id, baseUrl, keys) => ({
    [`${id.toUpperCase()}_BASE_URL`]: baseUrl,
    ...(keys.length > 0 ? { [`${id.toUpperCase()}_API_KEYS`]: keys.join(',') } : {}),
  }),
  failures: openAiFailures({
    unauthorized: () => jsonReply(401, { error: 'unauthorized' }),
    noCredit: () => jsonReply(403, { error: 'this model requires a subscription, upgrade for access' }),
    modelGone: ({ caller, path }) =>
      path.startsWith('/v1')
        ? openAiError(404, { message: `model '${caller.model}' not found`, type: 'api_error' })
        : jsonReply(404, { error: `model '${caller.model}' not found` }),
    tooLong: () => jsonReply(400, { error: 'input length exceeds maximum context length' }),
    badParam: (_view, field) => jsonReply(400, { error: `json: unknown field "${field}"` }),
    malformed: (_view, message) => jsonReply(400, { error: message }),
    overloaded: () =>
      jsonReply(503, { error: 'server busy, please try again.  maximum pending requests exceeded' }),
    serverError: () => jsonReply(500, { error: 'llama runner process has terminated: exit status 2' }),
    quotaZero: () => jsonReply(403, { error: 'this model requires a subscription, upgrade for access' }),
    refused: (refusal) =>
      refusal.blocking[0].limit.unit === 'concurrent'
        ? jsonReply(503, { error: 'server busy, please try again.  maximum pending requests exceeded' })
        : jsonReply(429, { error: 'you (simulated) have reached your session usage limit' }),
    inBody: () => ({ error: 'unexpected EOF' }),
    inStream: ({ path }) =>
      path.startsWith('/v1')
        ? { error: { message: 'unexpected EOF', type: 'api_error' } }
        : { error: 'unexpected EOF' },
  }),
  extra({ method, path, models, view }) {
    if (method === 'GET' && path === '/')
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'Ollama is running' };
    if (method === 'GET' && path === '/api/version') return jsonReply(200, { version: '0.12.6' });
    if (method === 'POST' && path === '/api/me') return jsonReply(200, { name: view.caller.account });
    if (method === 'POST' && path === '/api/show')
      return jsonReply(200, { capabilities: ['completion', 'tools'], model_info: {} });
    if (method !== 'GET' || (path !== '/api/tags' && path !== '/api/ps')) return null;
    return jsonReply(200, {
      models: models.map((name) => ({
        name,
        model: name,
        modified_at: '2026-11-01T00:00:00Z',
        size: 4_900_000_000,
        digest: 'simulated',
        details: detailsOf(name),
        // What the cloud runs is listed beside the rest.
        ...(name.includes('cloud') && { remote_model: name, remote_host: 'https://ollama.com:443' }),
      })),
    });
  },
};

function detailsOf(name: string): object {
  const family = /bge|minilm|nomic/.test(name) ? 'bert' : 'llama';
  return { format: 'gguf', family, parameter_size: '8.0B', quantization_level: 'Q4_K_M' };
}
