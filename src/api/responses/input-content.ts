import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';

/** A part of a chat message. */
export type ChatPart = JsonObject;

const texts: readonly unknown[] = ['input_text', 'output_text', 'text', 'summary_text'];
const types = 'input_text, input_image, input_file, output_text, refusal';

/** Text or parts of an item as parts of a chat message. @throws NoriaError invalid_request */
export function toParts(content: unknown, field: string): readonly ChatPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  check(Array.isArray(content), field, 'a text, or a list of parts');
  return (content as unknown[]).map((part, index) => toPart(part, `${field}[${index}]`));
}

/** The texts of parts as one. */
export function textOf(parts: readonly ChatPart[], between: string): string {
  return parts.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join(between);
}

/** Not to be said in words: a picture, a file. */
export function isAttachment({ type }: ChatPart): boolean {
  return type !== 'text';
}

function toPart(part: unknown, field: string): ChatPart {
  check(isRecord(part), field, `parts of type ${types}`);
  const { type, text, refusal } = part as JsonObject;
  if (texts.includes(type)) {
    check(typeof text === 'string', `${field}.text`, 'a text');
    return { type: 'text', text };
  }
  if (type === 'refusal') return { type: 'text', text: typeof refusal === 'string' ? refusal : '' };
  check(type === 'input_image' || type === 'input_file', `${field}.type`, types);
  return type === 'input_image' ? toPicture(part as JsonObject, field) : toFile(part as JsonObject, field);
}

function toPicture({ image_url: url, detail }: JsonObject, field: string): ChatPart {
  check(typeof url === 'string' && url !== '', `${field}.image_url`, `a URL or data URL; ${notOurs}`);
  return { type: 'image_url', image_url: { url, ...(typeof detail === 'string' ? { detail } : {}) } };
}

function toFile({ file_data: data, filename }: JsonObject, field: string): ChatPart {
  check(typeof data === 'string' && data !== '', `${field}.file_data`, `a data URL; ${notOurs}`);
  return { type: 'file', file: { file_data: data, ...(typeof filename === 'string' ? { filename } : {}) } };
}

const notOurs = 'files of an account (file_id) are not known here';
