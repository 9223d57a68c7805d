import { isRecord } from '../parse-body.ts';
import type { ChatBody } from '../wire.ts';

export interface OutputFormat {
  /** For the request; empty = nothing. */
  readonly params: Readonly<Record<string, unknown>>;
  /** For the system's words; '' = none. */
  readonly words: string;
}

const none: OutputFormat = { params: {}, words: '' };
/** Parts of a schema that hold values, not schemas. */
const values = new Set(['enum', 'const', 'default', 'examples']);

/**
 * `response_format` in the words of the Messages API: a schema as `output_config.format`; any JSON object, for which there
 * is no parameter, as an instruction. https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 */
export function outputFormat({ response_format: format }: ChatBody): OutputFormat {
  if (!isRecord(format)) return none;
  if (format.type === 'json_object')
    return { params: {}, words: 'Answer with one JSON object and nothing else: no preamble, no code fence.' };
  const schema = isRecord(format.json_schema) ? format.json_schema.schema : undefined;
  if (format.type !== 'json_schema' || !isRecord(schema)) return none;
  return {
    params: { output_config: { format: { type: 'json_schema', schema: closed(schema) } } },
    words: '',
  };
}

/** An object that does not say that it is closed is a 400 there. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isRecord(schema)) return schema;
  const inner = Object.entries(schema).map(([name, value]) => [
    name,
    values.has(name) ? value : closed(value),
  ]);
  const copy: Record<string, unknown> = Object.fromEntries(inner);
  return schema.type === 'object' ? { ...copy, additionalProperties: false } : copy;
}
