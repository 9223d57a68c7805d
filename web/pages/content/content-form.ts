import type { ContentType, ContentWish } from '../../../src/api/views/content-view.ts';

/** What the form holds, as it is typed. */
export interface ContentForm {
  readonly type: ContentType;
  /** The product, or what a post or a mail is about. */
  readonly subject: string;
  readonly details: string;
  /** With commas between them. */
  readonly keywords: string;
  readonly tone: string;
  /** Its code. */
  readonly language: string;
  /** '' = wherever. */
  readonly platform: string;
  readonly variants: number;
}

export function isAboutProduct(type: ContentType): boolean {
  return type === 'product-title' || type === 'product-description';
}

/** The body of the call; what is empty is left out. */
export function wishOf(form: ContentForm): ContentWish {
  const { type, subject, details, keywords, tone, language, platform, variants } = form;
  const words = keywords
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return {
    content_type: type,
    ...(isAboutProduct(type) ? { product_name: subject.trim() } : { topic: subject.trim() }),
    ...(details.trim() === '' ? {} : { details: details.trim() }),
    ...(words.length === 0 ? {} : { keywords: words }),
    ...(tone.trim() === '' ? {} : { tone: tone.trim() }),
    language,
    ...(type === 'social-media-post' && platform !== '' ? { platform } : {}),
    variants,
  };
}

/** The form that such a call came from. */
export function formOf(wish: ContentWish): ContentForm {
  const { keywords = [] } = wish;
  return {
    type: wish.content_type,
    subject: wish.product_name ?? wish.topic ?? '',
    details: wish.details ?? '',
    keywords: typeof keywords === 'string' ? keywords : keywords.join(', '),
    tone: wish.tone ?? '',
    language: wish.language ?? '',
    platform: wish.platform ?? '',
    variants: wish.variants ?? 1,
  };
}
