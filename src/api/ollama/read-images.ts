import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';

/** How the bytes of each kind of picture begin, in base64. */
const beginnings: readonly (readonly [string, string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
];

/** What a user says, with his pictures, which are bare base64. @throws NoriaError invalid_request */
export function userContent({ images }: JsonObject, text: string, at: string): string | readonly object[] {
  check(images === undefined || images === null || Array.isArray(images), at, 'a list of pictures in base64');
  const pictures = ((images ?? []) as unknown[]).map((image, index) => ({
    type: 'image_url',
    image_url: { url: pictureUrl(image, `${at}[${index}]`) },
  }));
  if (pictures.length === 0) return text;
  return text === '' ? pictures : [{ type: 'text', text }, ...pictures];
}

function pictureUrl(image: unknown, at: string): string {
  const base64 = typeof image === 'string' ? image.replace(/^data:[^,]*;base64,/, '') : '';
  const [, type] = beginnings.find(([beginning]) => base64.startsWith(beginning)) ?? [];
  check(
    type !== undefined && /^[\w+/-]+={0,2}$/.test(base64),
    at,
    'a PNG, JPEG, GIF or WebP picture in base64',
  );
  return `data:${type};base64,${base64}`;
}
