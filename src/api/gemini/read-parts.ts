import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { pick, pickObject } from './fields.ts';

/** A part of a content, understood. */
export type ReadPart =
  | { readonly kind: 'text'; readonly text: string }
  /** A part of a message as OpenAI has it: a picture, sound. */
  | { readonly kind: 'media'; readonly part: object }
  | {
      readonly kind: 'call';
      readonly id: unknown;
      readonly name: string;
      readonly args: JsonObject;
      readonly signature: string | null;
    }
  | {
      readonly kind: 'result';
      readonly id: unknown;
      readonly name: unknown;
      readonly response: unknown;
      /** Where it stands, for an error. */
      readonly at: string;
    }
  /** What a model thought, or nothing at all: it is for no other model. */
  | { readonly kind: 'nothing' };

const known = 'text, inlineData, fileData, functionCall, functionResponse';
const sounds: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mp3': 'mp3',
  'audio/mpeg': 'mp3',
};

/** https://ai.google.dev/api/caching#Part @throws NoriaError invalid_request */
export function readPart(part: JsonObject, at: string): ReadPart {
  if (part.thought === true) return { kind: 'nothing' };
  const call = pickObject(part, 'functionCall', `${at}.`);
  if (call !== null) return readCall(call, pick(part, 'thoughtSignature'), at);
  const result = pickObject(part, 'functionResponse', `${at}.`);
  if (result !== null) {
    const { id, name, response = {} } = result;
    return { kind: 'result', id, name, response, at: `${at}.functionResponse` };
  }
  const inline = pickObject(part, 'inlineData', `${at}.`);
  if (inline !== null) return readInline(inline, `${at}.inlineData`);
  const file = pickObject(part, 'fileData', `${at}.`);
  if (file !== null) return readFile(file, `${at}.fileData`);
  if (part.text === undefined && pick(part, 'thoughtSignature') !== undefined) return { kind: 'nothing' };
  check(typeof part.text === 'string', at, `an object with one of ${known}`);
  return { kind: 'text', text: part.text as string };
}

/** What a user says, as a text where that is all; null = nothing. */
export function toUserContent(parts: readonly ReadPart[]): string | readonly object[] | null {
  const said = parts.flatMap((part): object[] => {
    if (part.kind === 'media') return [part.part];
    return part.kind === 'text' && part.text !== '' ? [{ type: 'text', text: part.text }] : [];
  });
  if (said.length === 0) return null;
  if (parts.some(({ kind }) => kind === 'media')) return said;
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function readCall(call: JsonObject, signature: unknown, at: string): ReadPart {
  const { id, name, args = {} } = call;
  check(typeof name === 'string' && name !== '', `${at}.functionCall.name`, 'the name of a function');
  check(isRecord(args), `${at}.functionCall.args`, 'an object');
  return {
    kind: 'call',
    id,
    name: name as string,
    args: args as JsonObject,
    signature: typeof signature === 'string' ? signature : null,
  };
}

function readInline(inline: JsonObject, at: string): ReadPart {
  const { data } = inline;
  const mime = mimeOf(inline);
  check(typeof data === 'string' && /^[\w+/-]+={0,2}$/.test(data), `${at}.data`, 'bytes in base64');
  const base64 = (data as string).replaceAll('-', '+').replaceAll('_', '/');
  if (mime.startsWith('text/') || mime === 'application/json')
    return { kind: 'text', text: Buffer.from(base64, 'base64').toString('utf8') };
  if (mime.startsWith('image/')) return picture(`data:${mime};base64,${base64}`);
  const format = sounds[mime];
  check(format !== undefined, `${at}.mimeType`, 'image/*, text/*, application/json, audio/wav, audio/mp3');
  return { kind: 'media', part: { type: 'input_audio', input_audio: { data: base64, format } } };
}

function readFile(file: JsonObject, at: string): ReadPart {
  const uri = pick(file, 'fileUri');
  const mime = mimeOf(file);
  const isWeb = typeof uri === 'string' && /^https?:\/\/\S+$/i.test(uri);
  check(isWeb, `${at}.fileUri`, 'an http or https address of a picture: files are not kept here');
  check(mime === '' || mime.startsWith('image/'), `${at}.mimeType`, 'image/*');
  return picture(uri as string);
}

function picture(url: string): ReadPart {
  return { kind: 'media', part: { type: 'image_url', image_url: { url } } };
}

function mimeOf(from: JsonObject): string {
  const mime = pick(from, 'mimeType');
  return typeof mime === 'string' ? (mime.split(';')[0] ?? '').trim().toLowerCase() : '';
}
