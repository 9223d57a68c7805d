import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';

export interface TextWishes {
  /** Of a chat. */
  readonly fields: JsonObject;
  /** As the response object tells it. */
  readonly echo: JsonObject;
}

/** `text` of a request: the format of the answer, and how long it may talk. @throws NoriaError invalid_request */
export function readText(text: unknown): TextWishes {
  if (text === undefined || text === null) return { fields: {}, echo: { format: { type: 'text' } } };
  check(isRecord(text), 'text', 'an object with format');
  const { format = { type: 'text' }, verbosity } = text as JsonObject;
  check(isRecord(format), 'text.format', 'an object with type text, json_object or json_schema');
  return {
    fields: {
      ...formatField(format as JsonObject),
      ...(typeof verbosity === 'string' ? { verbosity } : {}),
    },
    echo: { ...(text as JsonObject), format },
  };
}

function formatField(format: JsonObject): JsonObject {
  const { type, name, schema, strict, description } = format;
  if (type === 'text') return {};
  if (type === 'json_object') return { response_format: { type } };
  check(type === 'json_schema', 'text.format.type', 'text, json_object, json_schema');
  check(typeof name === 'string' && name !== '', 'text.format.name', 'the name of the schema');
  check(isRecord(schema), 'text.format.schema', 'a JSON schema');
  const told = {
    name,
    schema,
    ...(typeof strict === 'boolean' ? { strict } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  };
  return { response_format: { type, json_schema: told } };
}
