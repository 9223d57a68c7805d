import { textOf } from '../answer/parsed-chat.ts';
import { asList, asObject, asText, type JsonObject } from '../json.ts';

export type ContentKind = 'title' | 'description' | 'post' | 'subject';

/** What a content generator's prompt asks for. */
export interface ContentOrder {
  readonly kind: ContentKind;
  readonly language: 'fr' | 'en';
  /** What is written about, in one line; '' = nothing was said. */
  readonly subject: string;
  readonly details: string;
  readonly keywords: readonly string[];
  /** Texts that are wanted now, and texts that the conversation has already. */
  readonly wanted: number;
  readonly written: number;
  /** Characters of one text: what is wished, and what is allowed. */
  readonly aim: number;
  readonly most: number;
}

/** What two texts of one answer are to be parted by. */
export const separator = '=====';

const kinds: readonly (readonly [string, ContentKind])[] = [
  ['title of a product page', 'title'],
  ['product description', 'description'],
  ['social media post', 'post'],
  ['subject line of an email', 'subject'],
];
const mostTexts = 10;

/** Recognises a prompt for such texts by its own words; null = it is any other conversation. */
export function readContentOrder(body: Readonly<Record<string, unknown>>): ContentOrder | null {
  const turns = asList(body['messages']).map((message) => {
    const { role, content } = asObject(message) ?? {};
    return { role, text: textOf(content) };
  });
  const asked = turns.find(({ role, text }) => role === 'user' && text.includes('\n<data>\n'))?.text ?? '';
  const [, order = '', json = ''] = /^([^]*?)\n<data>\n([^]*?)\n<\/data>/.exec(asked) ?? [];
  const kind = kinds.find(([words]) => order.includes(words))?.[1];
  const length = /about (\d+) characters, never more than (\d+)/.exec(order);
  const data = parsed(json);
  if (kind === undefined || length === null || data === null) return null;
  const before = turns.filter(({ role }) => role === 'assistant').map(({ text }) => text);
  return {
    kind,
    language: languageIn(order),
    subject: oneLine(asText(data['product_name']) || asText(data['topic'])),
    details: oneLine(asText(data['details'])),
    keywords: asList(data['keywords'])
      .map(asText)
      .filter((keyword) => keyword !== ''),
    wanted: Math.min(mostTexts, wantedIn(order, turns.at(-1)?.text ?? '')),
    written: before
      .join(`\n${separator}\n`)
      .split(separator)
      .filter((text) => text.trim() !== '').length,
    aim: Number(length[1]),
    most: Number(length[2]),
  };
}

/** The last word counts: it may ask for more texts, or for the same again. */
function wantedIn(order: string, last: string): number {
  const more = /^Write (one|\d+) more texts?/m.exec(last)?.[1];
  if (more !== undefined) return more === 'one' ? 1 : Number(more);
  if (/^Write it again/m.test(last)) return 1;
  return Number(/^Write (\d+) different texts/m.exec(order)?.[1] ?? 1);
}

function languageIn(order: string): 'fr' | 'en' {
  return /^Write in this language: "\s*(?:fr(?![a-z])|fran[cç]ais|french|fra|fre)/im.test(order)
    ? 'fr'
    : 'en';
}

function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\s.!?…:;,]+$/u, '')
    .trim();
}

function parsed(json: string): JsonObject | null {
  try {
    return asObject(JSON.parse(json));
  } catch {
    return null;
  }
}
