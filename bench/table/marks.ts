const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

/** The page with another text between the marks. @throws Error when it has not both of them once, in their order */
export function withBetweenMarks(page: string, text: string): string {
  const [before, inside, ...more] = page.split(begin);
  const [, after, ...others] = inside?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0)
    throw new Error(`the page needs one ${begin} and after it one ${end}`);
  return `${before}${begin}\n${text.trim()}\n${end}${after}`;
}
