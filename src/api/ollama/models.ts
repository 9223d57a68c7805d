import { createHash } from 'node:crypto';
import type { ApiContext } from '../api-context.ts';
import type { JsonObject } from '../http/json-body.ts';
import type { Caller } from '../http/request-facts.ts';
import { check } from '../openai/check-chat-body.ts';
import type { ModelName } from '../openai/model-names.ts';
import { namesFor } from '../openai/names-for.ts';
import { findModel } from './find-model.ts';
import { modelIn } from './read-call.ts';

/** `GET /ollama/api/tags`: every name a client can write as model. https://docs.ollama.com/api/tags */
export function listTags(context: ApiContext, caller: Caller): object {
  const modifiedAt = new Date(context.startedAt).toISOString();
  return {
    models: namesFor(context, caller).map((name) => ({
      name: name.id,
      model: name.id,
      modified_at: modifiedAt,
      size: 0,
      // Clients tell models apart by it. There is no file: it is the name's.
      digest: createHash('sha256').update(name.id).digest('hex'),
      details: detailsOf(name),
    })),
  };
}

/** `POST /ollama/api/show` https://docs.ollama.com/api-reference/show-model-details @throws NoriaError invalid_request, model_not_found */
export function showModel(context: ApiContext, caller: Caller, given: JsonObject): object {
  const name = modelIn(given);
  check(name !== undefined, 'model', 'the name of a model');
  const found = findModel(context, caller, name ?? '');
  const sees = found.nodes.some(({ model }) => model.strengths.includes('vision'));
  return {
    modelfile: '',
    parameters: '',
    template: '',
    details: detailsOf(found),
    model_info: {
      'general.architecture': 'noria',
      'general.basename': found.id,
      ...(found.contextWindow === null ? {} : { 'noria.context_length': found.contextWindow }),
    },
    capabilities: ['completion', 'tools', ...(sees ? ['vision'] : [])],
    modified_at: new Date(context.startedAt).toISOString(),
  };
}

/** What it is made of is its provider's to know. */
function detailsOf({ ownedBy }: ModelName): object {
  return {
    parent_model: '',
    format: '',
    family: ownedBy,
    families: [ownedBy],
    parameter_size: '',
    quantization_level: '',
  };
}
