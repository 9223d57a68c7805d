import type { ImageRules } from '../../catalog/types.ts';
import { isRecord } from '../parse-body.ts';
import { readUsage } from '../openai/usage.ts';
import type { ChatCall } from '../wire.ts';
import { jsonIn } from '../media/json-reply.ts';
import { fieldsFor, jsonCall, placeOf } from '../media/place.ts';
import { sizeOf, wantsUrl, type Paint, type Picture } from './picture.ts';

const openaiRules: ImageRules = { shape: 'openai', url: '/images/generations' };

/** OpenAI's images, as it, Together and most servers of one's own have them. */
export const paintOpenai: Paint = async (call, exchanges) => {
  const rules = call.provider.images ?? openaiRules;
  const body = jsonIn(
    await exchanges.ask(jsonCall(placeOf(call, rules.url, rules.auth), fieldsOf(call, rules))),
  );
  if (!Array.isArray(body.data)) throw new Error('the answer holds no list of pictures');
  const pictures = (body.data as unknown[]).flatMap((entry) => pictureOf(entry) ?? []);
  return { pictures, usage: readUsage(body) };
};

function fieldsOf(call: ChatCall, { base64 = 'b64_json', pixels }: ImageRules): Record<string, unknown> {
  const fields = fieldsFor(call);
  if (!call.refusedParams.has('response_format')) fields.response_format = wantsUrl(call) ? 'url' : base64;
  if (pixels === true) {
    Object.assign(fields, sizeOf(call) ?? {});
    delete fields.size;
  }
  return fields;
}

function pictureOf(entry: unknown): Picture | null {
  if (!isRecord(entry)) return null;
  const { b64_json: b64, url, revised_prompt: revised } = entry;
  const more = typeof revised === 'string' ? { revisedPrompt: revised } : {};
  if (typeof b64 === 'string' && b64 !== '') return { b64, ...more };
  return typeof url === 'string' && url !== '' ? { url, ...more } : null;
}
