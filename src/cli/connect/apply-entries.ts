import type { Change } from './formats/format.ts';
import { FileFault } from './formats/format.ts';
import { formats } from './formats/formats.ts';
import type { SettingsFile } from './tool.ts';

export interface Applied {
  readonly text: string;
  readonly changes: readonly Change[];
}

/**
 * A file's text with all its entries in it.
 * @throws FileFault when the text cannot be read, or what was written would not read back
 */
export function applyEntries(text: string, { format, entries }: SettingsFile): Applied {
  const { read, set } = formats[format];
  let edited = text;
  const changes: Change[] = [];
  for (const entry of entries) {
    const { text: next, change } = set(edited, entry);
    edited = next;
    if (change !== null) changes.push(change);
  }
  // The last look before anything is written: what was meant stands there, and once more changes nothing.
  for (const entry of entries) {
    if (read(edited, entry.path) === undefined || set(edited, entry).change !== null)
      throw new FileFault('it is written in a way that cannot be edited safely: change it by hand');
  }
  return { text: edited, changes };
}
