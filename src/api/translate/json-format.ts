import type { ChatMessage } from '../../upstream/wire.ts';

/** The wish for JSON in OpenAI's words; without a schema: any object. */
export function jsonFormat(schema: object | null): object {
  return schema === null
    ? { type: 'json_object' }
    : { type: 'json_schema', json_schema: { name: 'answer', schema } };
}

/**
 * Providers of OpenAI's dialect refuse `json_object` when no message speaks of JSON
 * (https://platform.openai.com/docs/guides/structured-outputs#json-mode); in other dialects nobody has to.
 */
export function speakingOfJson(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  if (/json/i.test(JSON.stringify(messages.map(({ content }) => content)))) return messages;
  return [{ role: 'system', content: 'Answer with a JSON object.' }, ...messages];
}
