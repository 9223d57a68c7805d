import type { ChatBody } from '../../upstream/wire.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import {
  checkChoice,
  checkCount,
  checkNotStreamed,
  checkText,
  isAbsent,
  modelIn,
  textIn,
} from './check-field.ts';

export interface ReadImages {
  /** Of one picture. */
  readonly body: ChatBody;
  readonly model: string | undefined;
  readonly chars: number;
  readonly count: number;
}

/** As OpenAI: https://platform.openai.com/docs/api-reference/images/create */
const mostPictures = 10;
const longestPrompt = 32_000;
const mostPixels = 8_192;

/** @throws NoriaError invalid_request */
export function readImages(given: JsonObject): ReadImages {
  const prompt = textIn(given, 'prompt', longestPrompt);
  checkCount(given, 'n', [1, mostPictures]);
  checkChoice(given, 'response_format', ['url', 'b64_json']);
  for (const field of ['quality', 'style', 'user']) checkText(given, field);
  checkNotStreamed(given);
  const size = sizeIn(given);
  const { n, size: _size, ...rest } = given;
  const body = Object.fromEntries(Object.entries(rest).filter(([, value]) => !isAbsent(value)));
  return {
    body: size === null ? body : { ...body, size },
    model: modelIn(given),
    chars: prompt.length,
    count: typeof n === 'number' ? n : 1,
  };
}

/** null = the model's own. */
function sizeIn({ size }: JsonObject): string | null {
  if (isAbsent(size) || size === 'auto') return null;
  const sides = typeof size === 'string' ? /^([1-9]\d{1,4})x([1-9]\d{1,4})$/.exec(size) : null;
  const fits = sides !== null && [sides[1], sides[2]].every((side) => Number(side) <= mostPixels);
  check(fits, 'size', `auto, or width and height in pixels such as 1024x1024, at most ${mostPixels} each`);
  return sides?.[0] ?? null;
}
