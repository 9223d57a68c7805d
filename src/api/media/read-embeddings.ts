import type { ChatBody } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { checkChoice, checkCount, checkText, isAbsent, modelIn } from './check-field.ts';

export interface ReadEmbeddings {
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly chars: number;
}

/** As OpenAI: https://platform.openai.com/docs/api-reference/embeddings/create */
const mostInputs = 2_048;

/** @throws NoriaError invalid_request */
export function readEmbeddings(given: JsonObject): ReadEmbeddings {
  const { input } = given;
  // Numbers of one model's tokens mean other words to another model.
  check(
    isText(input) || (Array.isArray(input) && input.length > 0 && input.length <= mostInputs),
    'input',
    `a text, or a list of 1 to ${mostInputs} texts (no tokens)`,
  );
  const texts = (Array.isArray(input) ? input : [input]) as unknown[];
  texts.forEach((text, index) =>
    check(isText(text), `input[${index}]`, 'a text that is not empty (no tokens)'),
  );
  checkChoice(given, 'encoding_format', ['float', 'base64']);
  checkCount(given, 'dimensions', [1, 65_536]);
  checkText(given, 'user');
  const body = Object.fromEntries(Object.entries(given).filter(([, value]) => !isAbsent(value)));
  const chars = (texts as string[]).reduce((sum, text) => sum + text.length, 0);
  return { body, model: modelIn(given), chars };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
