/** Words that lead on to another one: no line ends with them. */
const leadingOn = new Set(
  (
    'le la les l un une des du de d à au aux en dans par pour sans sur sous avec et ou mais que qui dont où ' +
    'son sa ses leur leurs votre vos notre nos mon ma mes ce cet cette ces ' +
    'the a an of to in on at by for with without and or but from into your our my their his her its that this'
  ).split(' '),
);
const looseEnd = /[\s,;:–—\-(«“‘&+|/·、，；：（]+$/u;
const pairs: readonly (readonly [string, string])[] = [
  ['«', '»'],
  ['“', '”'],
  ['(', ')'],
  ['[', ']'],
];

/** An end that was cut, without what leads nowhere: commas, open quotation marks, in a headline articles and prepositions too. */
export function mendEnd(text: string, headline: boolean): string {
  let end = text;
  for (;;) {
    const next = withoutOpenPair(withoutLastWord(end.replace(looseEnd, ''), headline));
    if (next === end) return end;
    end = next;
  }
}

function withoutLastWord(text: string, headline: boolean): string {
  const last = /(?:^|[\s’'\u00a0\u202f])([\p{L}]+)$/u.exec(text)?.[1];
  if (!headline || last === undefined || !leadingOn.has(last.toLowerCase())) return text;
  return text.slice(0, -last.length).replace(/[\p{L}]{0,2}[’']$/u, '');
}

/** A quotation that begins near the end goes as a whole; one that carries the text only loses its mark. */
function withoutOpenPair(text: string): string {
  for (const [open, close] of pairs) {
    const at = text.lastIndexOf(open);
    if (at < 0 || text.indexOf(close, at) >= 0) continue;
    if (at >= text.length / 2) return text.slice(0, at);
    return text.slice(0, at) + text.slice(at + 1).replace(/^\s+/u, '');
  }
  return text;
}
