import { isRecord } from '../../upstream/parse-body.ts';

/** Words of Gemini's schema that JSON Schema has not. */
const own = new Set(['nullable', 'propertyOrdering', 'property_ordering', 'example']);
/** In Google's JSON 64-bit integers may be texts. */
const counts = new Set(['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties']);

/** Gemini's schema, with types in capitals, as JSON Schema; what is JSON Schema already stays as it is. https://ai.google.dev/api/caching#Schema */
export function toJsonSchema(schema: unknown): unknown {
  if (!isRecord(schema)) return schema;
  const result: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(schema)) {
    if (own.has(written)) continue;
    const name = camel[written] ?? written;
    if (name === 'type') Object.assign(result, typeOf(value));
    else if (name === 'properties' || name === '$defs') result[name] = mapValues(value);
    else if (name === 'items' || name === 'additionalProperties') result[name] = toJsonSchema(value);
    else if (name === 'anyOf' && Array.isArray(value)) result[name] = value.map(toJsonSchema);
    else if (counts.has(name) && typeof value === 'string') result[name] = Number(value);
    // Gemini's mark of an enumeration; `enum` itself says it.
    else if (name !== 'format' || value !== 'enum') result[name] = value;
  }
  return schema.nullable === true ? orNull(result) : result;
}

const camel: Readonly<Record<string, string>> = Object.fromEntries(
  ['anyOf', ...counts].map((name) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), name]),
);

function mapValues(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJsonSchema(inner)]));
}

function typeOf(value: unknown): object {
  if (typeof value !== 'string') return { type: value };
  return value === 'TYPE_UNSPECIFIED' ? {} : { type: value.toLowerCase() };
}

function orNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { type, enum: options } = schema;
  return {
    ...schema,
    ...(typeof type === 'string' ? { type: [type, 'null'] } : {}),
    ...(Array.isArray(options) && !options.includes(null) ? { enum: [...(options as unknown[]), null] } : {}),
  };
}
