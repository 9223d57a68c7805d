import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { forwardLines } from './whole-lines.ts';

it('passes on whole lines only, and what is left at the end as one', async () => {
  const stream = new PassThrough();
  const written: string[] = [];
  forwardLines(stream, (lines) => void written.push(lines));
  for (const part of ['one', ' line\ntwo', '\nthree\nfo', 'ur']) {
    stream.write(part);
    await setImmediate();
  }
  expect(written).toEqual(['one line\n', 'two\nthree\n']);
  stream.destroy();
  await setImmediate();
  expect(written.at(-1)).toBe('four\n');
});
