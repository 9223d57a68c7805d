import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';

interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** One part of an OpenAI message. */
export type ContentPart =
  | TextPart
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | { readonly type: 'file'; readonly file: { readonly filename: string; readonly file_data: string } };

/** A content block with the words by which an error names its place: `messages[0].content[1]`. */
export interface Placed {
  readonly block: JsonObject;
  readonly at: string;
}

/** The blocks of a content; a text is one block. @throws NoriaError invalid_request */
export function blocksOf(content: unknown, at: string): readonly Placed[] {
  if (typeof content === 'string') return [{ block: { type: 'text', text: content }, at }];
  check(Array.isArray(content), at, 'a text, or a list of content blocks');
  return (content as unknown[]).map((block, index) => {
    const place = `${at}[${index}]`;
    check(isRecord(block) && typeof block.type === 'string', place, 'an object with a type');
    return { block: block as JsonObject, at: place };
  });
}

/** A block that a person or a tool may send, as parts of an OpenAI message. @throws NoriaError invalid_request */
export function toParts({ block, at }: Placed): readonly ContentPart[] {
  switch (block.type) {
    case 'text':
      check(typeof block.text === 'string', `${at}.text`, 'a text');
      return [textPart(block.text as string)];
    case 'image':
      return [{ type: 'image_url', image_url: { url: imageUrl(block.source, `${at}.source`) } }];
    case 'document':
      return documentParts(block, at);
    case 'search_result':
      return [titled(block), ...blocksOf(block.content, `${at}.content`).flatMap(toParts)];
    case 'tool_reference':
      return [textPart(`Tool ${String(block.tool_name)}`)];
    case 'thinking':
    case 'redacted_thinking':
      return [];
    default:
      check(false, `${at}.type`, 'text, image, document, search_result, tool_use, tool_result, thinking');
      return [];
  }
}

/** One text where there is nothing but text, as every provider takes it; else the parts. Empty texts are left out. */
export function joined(parts: readonly ContentPart[]): string | readonly ContentPart[] {
  const filled = parts.filter((part) => part.type !== 'text' || part.text !== '');
  return filled.every((part) => part.type === 'text') ? joinedText(filled) : filled;
}

/** The texts, one paragraph each. */
export function joinedText(parts: readonly TextPart[]): string {
  return parts
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n\n');
}

export function textPart(text: string): TextPart {
  return { type: 'text', text };
}

function imageUrl(source: unknown, at: string): string {
  check(isRecord(source), at, 'an object with type base64 or url');
  const { type, media_type: mediaType, data, url } = source as JsonObject;
  if (type === 'url') {
    check(typeof url === 'string' && /^https?:\/\//i.test(url), `${at}.url`, 'an http or https address');
    return url as string;
  }
  check(type === 'base64', `${at}.type`, 'base64, url (files are not kept here)');
  return dataUrl({ mediaType, data, at, allowed: /^image\/[\w.+-]+$/ });
}

function dataUrl(given: {
  readonly mediaType: unknown;
  readonly data: unknown;
  readonly at: string;
  readonly allowed: RegExp;
}): string {
  const { mediaType, data, at, allowed } = given;
  check(typeof mediaType === 'string' && allowed.test(mediaType), `${at}.media_type`, 'the type of the data');
  check(typeof data === 'string', `${at}.data`, 'base64');
  return `data:${String(mediaType)};base64,${String(data)}`;
}

/** Texts go as text; a PDF as OpenAI's file part, which some providers take. */
function documentParts(block: JsonObject, at: string): readonly ContentPart[] {
  const place = `${at}.source`;
  const { source } = block;
  check(isRecord(source), place, 'an object with type text, content or base64');
  const { type, data, media_type: mediaType, content } = source as JsonObject;
  switch (type) {
    case 'text':
      check(typeof data === 'string', `${place}.data`, 'a text');
      return [titled(block), textPart(data as string)];
    case 'content':
      return [titled(block), ...blocksOf(content, `${place}.content`).flatMap(toParts)];
    case 'base64': {
      const data_url = dataUrl({ mediaType, data, at: place, allowed: /^application\/pdf$/ });
      const filename = typeof block.title === 'string' && block.title !== '' ? block.title : 'document.pdf';
      return [{ type: 'file', file: { filename, file_data: data_url } }];
    }
    default:
      check(
        false,
        `${place}.type`,
        'text, content, base64 (addresses and kept files of documents are not read here)',
      );
      return [];
  }
}

/** What a document says of itself, before its text; '' = nothing. */
function titled({ title, context, source }: JsonObject): TextPart {
  const words = [title, context, source].filter((text) => typeof text === 'string' && text !== '');
  return textPart(words.join('\n'));
}
