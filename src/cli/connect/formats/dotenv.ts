import { parseEnv } from 'node:util';
import { adding, FileFault, replacing, type Format } from './format.ts';
import type { Entry, Path } from '../tool.ts';

/** `NAME=value`, one a line, as Docker's --env-file and dotenv both read it: without quotes. */
export const dotenv: Format = {
  read: (text, path) => parseEnv(text)[nameOf(path)],
  set: (text, entry) => {
    const name = nameOf(entry.path);
    const wanted = textOf(entry);
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const was = parseEnv(text)[name];
    if (was === undefined) {
      const gap = text === '' || text.endsWith('\n') ? '' : eol;
      return { text: `${text}${gap}${name}=${wanted}${eol}`, change: adding(entry) };
    }
    const change = replacing(entry, was);
    if (change === null) return { text, change };
    const lines = [
      ...text.matchAll(new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*)(.*)$`, 'gm')),
    ];
    const last = lines.at(-1);
    if (last === undefined || isOpen(last[2] ?? ''))
      throw new FileFault(`${name} is written over several lines: change it by hand`);
    const from = last.index + (last[1]?.length ?? 0);
    const to = last.index + last[0].replace(/\r$/, '').length;
    return { text: text.slice(0, from) + wanted + text.slice(to), change };
  },
};

function nameOf([name]: Path): string {
  return typeof name === 'string' ? name : '';
}

function textOf({ value }: Entry): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** It begins with a quote that does not end on its line. */
function isOpen(value: string): boolean {
  const quote = /^["'`]/.exec(value)?.[0];
  return quote !== undefined && !value.slice(1).includes(quote);
}
