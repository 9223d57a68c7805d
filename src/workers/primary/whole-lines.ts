import type { Readable } from 'node:stream';

/** Passes on what a process writes, in whole lines only: lines of two processes never mix. */
export function forwardLines(stream: Readable, write: (lines: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const end = text.lastIndexOf('\n') + 1;
    if (end === 0) rest += text;
    else {
      write(rest + text.slice(0, end));
      rest = text.slice(end);
    }
  });
  stream.on('error', () => undefined);
  stream.on('close', () => {
    if (rest !== '') write(`${rest}\n`);
    rest = '';
  });
}
