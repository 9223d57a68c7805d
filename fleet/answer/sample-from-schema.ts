import { asList, asObject, type JsonObject } from '../json.ts';

/** A value that fits the common subset of JSON schema; the same every time. */
export function sampleFromSchema(schema: JsonObject, name = 'value'): unknown {
  const options = asList(schema['enum']);
  if (options.length > 0) return options[0];
  if ('const' in schema) return schema['const'];
  switch (schema['type']) {
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [sampleFromSchema(asObject(schema['items']) ?? {}, name)];
    case 'object':
      return sampleObject(schema);
    default:
      return asObject(schema['properties']) === null ? `sample ${name}` : sampleObject(schema);
  }
}

function sampleObject(schema: JsonObject): Record<string, unknown> {
  const properties = Object.entries(asObject(schema['properties']) ?? {});
  return Object.fromEntries(
    properties.map(([key, value]) => [key, sampleFromSchema(asObject(value) ?? {}, key)]),
  );
}
