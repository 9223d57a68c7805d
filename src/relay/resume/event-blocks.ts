/** One block of an event stream: an event, or a comment. */
export interface EventBlock {
  /** As it came, without its blank line. */
  readonly raw: string;
  /** null = it carries none: a comment. */
  readonly data: string | null;
}

/** Splits bytes that hold whole blocks only, as every wire passes them on. */
export function eventBlocks(bytes: Buffer | string): readonly EventBlock[] {
  return bytes
    .toString('utf8')
    .split(/\r?\n\r?\n/)
    .filter((raw) => raw.trim() !== '')
    .map((raw) => ({ raw, data: dataOf(raw) }));
}

function dataOf(raw: string): string | null {
  const lines = raw.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? null : lines.map((line) => line.slice(5).trim()).join('\n');
}
