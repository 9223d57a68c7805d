import type { ChatBody } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { speakingOfJson } from '../translate/json-format.ts';
import { pick, pickObject } from './fields.ts';
import { readContents, readSystem } from './read-contents.ts';
import { readGenerationConfig } from './read-generation-config.ts';
import { readTools } from './read-tools.ts';

export interface ReadGenerate {
  readonly body: ChatBody;
  /** The client wants to see what the model thought. */
  readonly wantsThoughts: boolean;
}

export interface ReadOptions {
  /** Gemini itself was asked for, which wants its thought signatures back; for others they are an unknown field. */
  readonly keepsSignatures: boolean;
}

/**
 * A body of `generateContent` in OpenAI's terms; what Noria does not know (`safetySettings`, `labels` …) is left out.
 * https://ai.google.dev/api/generate-content @throws NoriaError invalid_request that names the field
 */
export function readGenerate(given: JsonObject, options: ReadOptions): ReadGenerate {
  check(pick(given, 'cachedContent') === undefined, 'cachedContent', 'nothing: contents are not kept here');
  const config = pickObject(given, 'generationConfig', '') ?? {};
  const { thinking, fields } = readGenerationConfig(config);
  const messages = [...readSystem(given), ...readContents(given, options)];
  check(messages.length > 0, 'contents', 'a list of at least one content with parts');
  const isPlainJson = (fields.response_format as { type?: string } | undefined)?.type === 'json_object';
  return {
    body: {
      messages: isPlainJson ? speakingOfJson(messages) : messages,
      ...fields,
      ...readTools(given),
    },
    wantsThoughts: thinking,
  };
}
