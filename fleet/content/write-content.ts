import { readContentOrder, separator, type ContentKind, type ContentOrder } from './content-order.ts';
import { writeDescription } from './write-description.ts';
import { writeHeadline } from './write-headline.ts';
import { writePost } from './write-post.ts';

const writers: Readonly<Record<ContentKind, (order: ContentOrder, at: number) => string>> = {
  title: writeHeadline,
  subject: writeHeadline,
  post: writePost,
  description: writeDescription,
};

/** The texts that a content generator's prompt asks for, as a model would give them; null = it asks for none. */
export function writeContent(body: Readonly<Record<string, unknown>>): string | null {
  const order = readContentOrder(body);
  if (order === null) return null;
  const from = order.written + order.subject.length;
  const texts = Array.from({ length: order.wanted }, (_, at) => writers[order.kind](order, from + at));
  return texts.join(`\n${separator}\n`);
}
