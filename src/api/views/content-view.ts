import type { ContentType } from '../content/content-request.ts';

export type { ContentType } from '../content/content-request.ts';

/** POST /api/content-generator/generate/: its body. */
export interface ContentWish {
  readonly content_type: ContentType;
  /** What about: this or `product_name`, or both. */
  readonly topic?: string;
  readonly product_name?: string;
  readonly details?: string;
  readonly keywords?: readonly string[] | string;
  readonly tone?: string;
  readonly language?: string;
  /** Of a post: decides its length. */
  readonly platform?: string;
  /** 1 to 5. */
  readonly variants?: number;
  readonly model?: string;
}

/** What it answers. */
export interface ContentView {
  readonly success: true;
  readonly content: string;
  /** All texts, the best first, where several were wanted: as many, or those that could be used. */
  readonly variants?: readonly string[];
  readonly model: string;
  readonly provider: string;
  readonly metadata: {
    readonly content_type: ContentType;
    readonly tone: string;
    readonly language: string;
    readonly character_count: number;
  };
}
