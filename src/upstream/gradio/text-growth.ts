/** Cursors that apps draw behind a text that still grows. */
const cursor = /[\u2588-\u258F\u25CF\u2B24]$/;

/**
 * What is new in a text that is told whole each time. Where the app has changed what it said, that cannot be taken
 * back: what it says instead, from the first difference, is the new part.
 */
export function createTextGrowth(): (text: string) => string {
  let last = '';
  return (told) => {
    const text = told.replace(cursor, '');
    // A text that shrank is kept in mind as it was, lest its end be told twice.
    if (last.startsWith(text)) return '';
    const from = commonLength(last, text);
    last = text;
    return text.slice(from);
  };
}

function commonLength(one: string, other: string): number {
  if (other.startsWith(one)) return one.length;
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  // Never between the halves of one character.
  return /[\uD800-\uDBFF]/.test(other[length - 1] ?? '') ? length - 1 : length;
}
