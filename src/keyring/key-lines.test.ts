import { describe, expect, test } from 'vitest';
import { readKeyLines } from './key-lines.ts';

function read(text: string): { readonly name: string | null; readonly secret: string }[] {
  return readKeyLines(text, (word) => word.startsWith('gsk_')).map(({ name, secret }) => ({ name, secret }));
}

describe('readKeyLines', () => {
  test.each([
    ['A=gsk_1', 'A', 'gsk_1'],
    ['A = gsk_1 # of mine', 'A', 'gsk_1'],
    ['export A="gsk_1"', 'A', 'gsk_1'],
    ['- A: gsk_1', 'A', 'gsk_1'],
    ['A==b', 'A', '=b'],
    ['dGhpcyBpcyBubyBrZXk=', null, 'dGhpcyBpcyBubyBrZXk='],
    ['c2VjcmV0IQ==', null, 'c2VjcmV0IQ=='],
    ['gsk_a=b', null, 'gsk_a=b'],
    ['\uFEFFA=gsk_\u200B1', 'A', 'gsk_1'],
    ['gsk_1 # two\u2028lines', null, 'gsk_1'],
  ])('reads %j', (text, name, secret) => {
    expect(read(text)).toEqual([{ name, secret }]);
  });

  test.each([
    ['comments', `${' #'.repeat(200_000)}\u2028x`],
    ['spaces before the end', `A=${' '.repeat(200_000)}=`],
    ['spaces behind a name', `A${' '.repeat(200_000)}x`],
    ['signs of equality', `A=${'= '.repeat(200_000)}=`],
  ])('takes no longer for a line than it is long: %s', (_name, text) => {
    // Work, not time: other processes may have the machine. What grows with the square takes minutes here.
    const from = process.cpuUsage();
    read(text);
    expect(process.cpuUsage(from).user / 1_000).toBeLessThan(2_000);
  });
});
