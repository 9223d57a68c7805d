import type { Language } from './languages.ts';
import type { LengthLimit } from './length/length-limit.ts';

export const contentTypes = [
  'product-title',
  'product-description',
  'social-media-post',
  'email-subject',
] as const;

export type ContentType = (typeof contentTypes)[number];

/** What each text of a request may hold, in UTF-16 units. */
export const longestTexts = {
  topic: 1_000,
  product_name: 300,
  details: 10_000,
  tone: 200,
  language: 60,
  platform: 60,
} as const;

export const mostVariants = 5;

/** What is to be written, checked and complete. */
export interface ContentRequest {
  readonly type: ContentType;
  /** '' where only a product's name was given. */
  readonly topic: string;
  readonly productName: string;
  readonly details: string;
  readonly keywords: readonly string[];
  readonly tone: string;
  readonly language: Language;
  /** As the client wrote it; '' = none. */
  readonly platform: string;
  /** 1 to 5. */
  readonly variants: number;
  readonly limit: LengthLimit;
}

/** One line, without a full stop. */
export function isHeadline(type: ContentType): boolean {
  return type === 'product-title' || type === 'email-subject';
}

/** All that the client said of the matter: what a text may claim. */
export function sourceOf({ topic, productName, details, keywords }: ContentRequest): string {
  return [topic, productName, details, ...keywords].join('\n');
}
