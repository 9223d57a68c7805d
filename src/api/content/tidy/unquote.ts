const pairs: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ["'", "'"],
  ['‘', '’'],
  ['`', '`'],
  ['*', '*'],
  ['”', '”'],
];

/** Without the quotation marks around all of it; two quotations side by side are none around it. */
export function unquote(text: string): string {
  let inner = text.trim();
  for (;;) {
    const pair = pairs.find(([open, close]) => isAround(inner, open, close));
    if (pair === undefined) return inner;
    inner = inner.slice(1, -1).trim();
  }
}

function isAround(text: string, open: string, close: string): boolean {
  if (text.length < 3 || !text.startsWith(open) || !text.endsWith(close)) return false;
  const inside = text.slice(1, -1);
  return !inside.includes(open) && !inside.includes(close);
}
