/** Straight, curly and pointed double quotation marks as one pair. A mark behind a digit with nothing open is one of inches. */
export function pairQuotes(text: string, open: string, close: string): string {
  let isOpen = false;
  return text.replace(/["“”„«»\n]/gu, (mark, at: number) => {
    if (mark === '\n') {
      isOpen = false;
      return mark;
    }
    if (mark === '"' && !isOpen && /\d/.test(text[at - 1] ?? '')) return mark;
    isOpen = opens(mark, text, at, isOpen);
    return isOpen ? open : close;
  });
}

function opens(mark: string, text: string, at: number, isOpen: boolean): boolean {
  if (mark === '“' || mark === '„' || mark === '«') return true;
  if (mark === '”' || mark === '»') return false;
  const [before = ' ', after = ' '] = [text[at - 1], text[at + 1]];
  return /[\s([{—–\-«“‘’'/]/u.test(before) && !(isOpen && /\s/.test(after));
}
