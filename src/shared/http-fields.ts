/** The field lines of an HTTP/1.1 head. */
export interface HttpFields {
  /** Lower-case names; what stands twice is joined by a comma (RFC 9110, 5.3). */
  readonly headers: Record<string, string>;
  readonly hasRepeated: boolean;
  readonly count: number;
}

/** Reads them from the first one to the end of the text; null = something in it is no field line (RFC 9112, 5). */
export function readFields(text: string, from: number): HttpFields | null {
  const headers = Object.create(null) as Record<string, string>;
  let hasRepeated = false;
  let count = 0;
  for (let at = from; at < text.length;) {
    const lineEnd = text.indexOf('\r\n', at);
    const to = lineEnd < 0 ? text.length : lineEnd;
    const colon = text.indexOf(':', at);
    if (colon < 0 || colon >= to) return null;
    const name = fieldName(text.slice(at, colon));
    const value = fieldValue(text, colon + 1, to);
    if (name === null || value === null) return null;
    const known = headers[name];
    headers[name] = known === undefined ? value : `${known}, ${value}`;
    if (known !== undefined) hasRepeated = true;
    count += 1;
    at = to + 2;
  }
  return { headers, hasRepeated, count };
}

/** Both sides write few names, again and again: each is looked at once. */
const names = new Map<string, string>();
const mostNames = 500;
const longestKnown = 100;

/** Lower case; null = it is no name. */
function fieldName(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (!isFieldName(text)) return null;
  const name = text.toLowerCase();
  // Who writes many of his own does not take the place of the others for good.
  if (names.size >= mostNames) names.clear();
  if (text.length < longestKnown) names.set(text, name);
  return name;
}

/** Without the blanks around it; null = no header may hold it. */
function fieldValue(text: string, from: number, to: number): string | null {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  const value = text.slice(start, end);
  return isFieldValue(value) ? value : null;
}

export function isFieldName(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}

/** No control character but the tab, nothing beyond a byte: it cannot end its line, nor the head. */
export function isFieldValue(text: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(text);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
