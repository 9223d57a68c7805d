import { isRecord } from '../../upstream/parse-body.ts';

/**
 * No object of the schema takes more members than it names, and all of them are required: what OpenAI asks where `strict` is
 * set, and more than Anthropic asks. https://platform.openai.com/docs/guides/structured-outputs
 */
export function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict);
  if (!isRecord(schema)) return true;
  return (schema.type !== 'object' || isClosed(schema)) && Object.values(schema).every(isStrict);
}

function isClosed({
  additionalProperties,
  properties,
  required,
}: Readonly<Record<string, unknown>>): boolean {
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const members = isRecord(properties) ? Object.keys(properties) : [];
  return additionalProperties === false && members.every((name) => names.includes(name));
}
