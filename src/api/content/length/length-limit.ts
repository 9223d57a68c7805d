import type { ContentType } from '../content-request.ts';
import {
  blueskyLength,
  mastodonLength,
  strictest,
  threadsLength,
  xLength,
  type Measure,
} from './measures.ts';

export interface LengthLimit {
  readonly most: number;
  readonly measure: Measure;
  /** What a model is asked for, in characters: what people read, well below a generous limit. */
  readonly aim: number;
}

interface Platform extends LengthLimit {
  /** As it writes itself. */
  readonly title: string;
  readonly names: readonly string[];
}

/** Seen on 2026-11-21. Where a platform does not say how it counts, the strictest way is taken. */
const platforms: readonly Platform[] = [
  // https://docs.x.com/fundamentals/counting-characters
  {
    title: 'X',
    names: ['x', 'twitter', 'xtwitter', 'twitterx', 'tweet'],
    most: 280,
    measure: xLength,
    aim: 230,
  },
  // https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media
  { title: 'Instagram', names: ['instagram', 'ig', 'insta'], most: 2_200, measure: strictest, aim: 700 },
  // https://www.linkedin.com/help/linkedin/answer/a528176
  { title: 'LinkedIn', names: ['linkedin'], most: 3_000, measure: strictest, aim: 1_000 },
  // 63,206 by every third-party table, Facebook itself publishes none; nobody reads on for so long.
  { title: 'Facebook', names: ['facebook', 'fb', 'meta'], most: 5_000, measure: strictest, aim: 500 },
  // Through its API: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
  { title: 'TikTok', names: ['tiktok'], most: 2_200, measure: strictest, aim: 250 },
  // https://developers.facebook.com/docs/threads/posts
  { title: 'Threads', names: ['threads'], most: 500, measure: threadsLength, aim: 350 },
  // A server may allow more; this is what Mastodon comes with: https://docs.joinmastodon.org/user/posting/
  { title: 'Mastodon', names: ['mastodon', 'fediverse'], most: 500, measure: mastodonLength, aim: 350 },
  // https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json
  { title: 'Bluesky', names: ['bluesky', 'bsky'], most: 300, measure: blueskyLength, aim: 240 },
  // https://developers.pinterest.com/docs/api/v5/pins-create (800); its forms take 500.
  { title: 'Pinterest', names: ['pinterest'], most: 500, measure: strictest, aim: 250 },
];

/** The platforms that are known, the most used first. */
export const platformTitles: readonly string[] = platforms.map(({ title }) => title);

/** Without a platform, or for one that is not known: what fits everywhere. */
const anywhere: LengthLimit = {
  most: 280,
  measure: (text) => Math.max(xLength(text), text.length),
  aim: 220,
};

/** How long a text of this type may be. `platform` matters to posts alone; its case, spaces and punctuation do not. */
export function lengthLimit(type: ContentType, platform: string): LengthLimit {
  switch (type) {
    case 'product-title':
    case 'email-subject':
      return { most: 60, measure: strictest, aim: 50 };
    case 'product-description':
      return { most: 2_000, measure: strictest, aim: 800 };
    case 'social-media-post': {
      const name = platform.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
      return platforms.find(({ names }) => names.includes(name)) ?? anywhere;
    }
    default:
      return type satisfies never;
  }
}
