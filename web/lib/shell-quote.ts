/** A text as one argument of a POSIX shell, which reads nothing in it. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
