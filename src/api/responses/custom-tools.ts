import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import type { Item } from './item.ts';

/** A tool that takes free text (Codex's `apply_patch`) as a function of one text. */
export function customAsFunction({ description, format }: Item, name: string): JsonObject {
  const said = [typeof description === 'string' ? description : '', grammarOf(format)];
  return {
    type: 'function',
    function: {
      name,
      description: said.filter((text) => text !== '').join('\n\n'),
      parameters: {
        type: 'object',
        properties: { input: { type: 'string', description: 'The whole input of the tool, as free text.' } },
        required: ['input'],
        additionalProperties: false,
      },
    },
  };
}

/** Arguments of that function. */
export function customArguments(input: unknown): string {
  return JSON.stringify({ input: typeof input === 'string' ? input : '' });
}

/** The text in those arguments; a model that wrote the text itself is understood as well. */
export function customInput(written: string): string {
  const parsed = parseBody(Buffer.from(written));
  return isRecord(parsed) && typeof parsed.input === 'string' ? parsed.input : written;
}

function grammarOf(format: unknown): string {
  if (!isRecord(format) || format.type !== 'grammar' || typeof format.definition !== 'string') return '';
  return `The input follows this grammar (${String(format.syntax)}):\n${format.definition}`;
}
