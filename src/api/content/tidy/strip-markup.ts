const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  rsquo: '’',
  laquo: '«',
  raquo: '»',
};
const tagNames =
  'p|br|b|i|u|em|strong|span|div|h[1-6]|ul|ol|li|a|html|body|title|blockquote|hr|code|pre|section|article';

const rules: readonly (readonly [RegExp, string])[] = [
  [/\r\n?/g, '\n'],
  // A fence around all of it, or around a part.
  [/^[ \t]*```[^\n`]*$\n?/gm, ''],
  [
    new RegExp(String.raw`<(?:br|hr)\s*/?>|</(?:p|div|h[1-6]|li|ul|ol|section|article|blockquote)>`, 'gi'),
    '\n',
  ],
  [/<li(?:\s[^<>]*)?>/gi, '• '],
  [new RegExp(String.raw`</?(?:${tagNames})(?:\s[^<>]*)?/?>`, 'gi'), ''],
  [/!?\[([^[\]\n]{1,300})\]\((?:<)?([^()\s]+)(?:>)?(?:\s+"[^"\n]*")?\)/g, '$1 ($2)'],
  // The same address twice.
  [/(?<!\S)(\S{1,500}) \(\1\)/g, '$1'],
  [/^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/gm, '$1'],
  [/^[ \t]{0,3}>[ \t]?/gm, ''],
  [/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, ''],
  [/^([ \t]*)[*+-][ \t]+/gm, '$1• '],
  [/(\*{1,3})(?=\S)([^*\n]{0,500}?\S)\1/g, '$2'],
  [/(?<![\p{L}\p{N}_])(_{1,3})(?=\S)([^_\n]{0,500}?\S)\1(?![\p{L}\p{N}_])/gu, '$2'],
  [/~~(?=\S)([^~\n]{0,500}?\S)~~/g, '$1'],
  [/`([^`\n]+)`/g, '$1'],
  [/\*\*/g, ''],
  [/\\([*_#`~[\]()>+.!-])/g, '$1'],
];

/** Plain text of what a model wrote as Markdown or HTML; hashtags, <3 and asterisks of its own stay. */
export function stripMarkup(text: string): string {
  const plain = rules.reduce((done, [pattern, by]) => done.replace(pattern, by), text);
  return plain.replace(/&([a-z]+|#39);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}
