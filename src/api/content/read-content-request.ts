import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import {
  contentTypes,
  longestTexts as longest,
  mostVariants,
  type ContentRequest,
  type ContentType,
} from './content-request.ts';
import { decideLanguage } from './languages.ts';
import { lengthLimit } from './length/length-limit.ts';

const mostKeywords = 30;
const longestKeyword = 100;
const usualTone = 'professional';

/** @throws NoriaError invalid_request that names the field and what is allowed */
export function readContentRequest(body: JsonObject, acceptLanguage: string | undefined): ContentRequest {
  const type = typeOf(body.content_type);
  const text = (field: keyof typeof longest): string => textOf(body[field], field, longest[field]);
  const topic = text('topic');
  const productName = text('product_name');
  check(topic !== '' || productName !== '', 'topic', 'a text that says what to write about, or product_name');
  check(isAbsent(body.stream) || body.stream === false, 'stream', 'false: content is checked as a whole');
  const details = text('details');
  const keywords = keywordsOf(body.keywords);
  const platform = text('platform');
  const source = [topic, productName, details, ...keywords].join('\n');
  return {
    type,
    topic,
    productName,
    details,
    keywords,
    tone: text('tone') || usualTone,
    language: decideLanguage({ given: text('language'), source, acceptLanguage }),
    platform,
    variants: variantsOf(body.variants),
    limit: lengthLimit(type, platform),
  };
}

function typeOf(value: unknown): ContentType {
  const found = contentTypes.find((type) => type === value);
  check(found !== undefined, 'content_type', contentTypes.join(', '));
  return found ?? 'product-title';
}

function textOf(value: unknown, field: string, most: number): string {
  const allowed = `a text of at most ${most} characters`;
  check(isAbsent(value) || typeof value === 'string', field, allowed);
  const text = typeof value === 'string' ? clean(value) : '';
  check(text.length <= most, field, allowed);
  return text;
}

/** A list of texts, or one text with commas. */
function keywordsOf(value: unknown): readonly string[] {
  const allowed = `up to ${mostKeywords} texts of at most ${longestKeyword} characters, as a list or with commas between them`;
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  check(isAbsent(value) || typeof value === 'string' || isList, 'keywords', allowed);
  const given = isList ? value : typeof value === 'string' ? value.split(/[,;\n]/) : [];
  const keywords = [...new Set(given.map(clean).filter((keyword) => keyword !== ''))];
  const holds = keywords.length <= mostKeywords && keywords.every(({ length }) => length <= longestKeyword);
  check(holds, 'keywords', allowed);
  return keywords;
}

function variantsOf(value: unknown): number {
  const holds = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostVariants;
  check(isAbsent(value) || holds, 'variants', `a whole number from 1 to ${mostVariants}`);
  return holds ? value : 1;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Control characters, marks that turn the direction of writing and halves of surrogate pairs are no text. */
function clean(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
      .toWellFormed()
      .trim()
  );
}
