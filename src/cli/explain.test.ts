import { expect, test } from 'vitest';
import { ConfigError } from '../config/config-error.ts';
import { explain } from './explain.ts';

function systemError(message: string, facts: object): Error {
  return Object.assign(new Error(message), facts);
}

test.each([
  [
    systemError('in use', { code: 'EADDRINUSE', syscall: 'listen', port: 6674 }),
    /port 6674 is in use.*set PORT/s,
  ],
  [
    systemError('listen EACCES', { code: 'EACCES', syscall: 'listen', port: 80 }),
    /cannot listen.*HOST and PORT/s,
  ],
  [
    systemError('ENOTFOUND x', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    /cannot listen.*HOST and PORT/s,
  ],
  [
    systemError("EACCES, mkdir '/ro/data'", { code: 'EACCES', syscall: 'mkdir', path: '/ro/data' }),
    /NORIA_DATA/,
  ],
  [systemError("EEXIST, mkdir '/a'", { code: 'EEXIST', syscall: 'mkdir', path: '/a' }), /NORIA_DATA/],
  [new ConfigError(['PORT is "x"; allowed: a number']), /^Noria cannot start: PORT is "x"/],
])('what the owner can act on is said without a stack: %o', (error, words) => {
  expect(explain(error)).toMatch(words);
  expect(explain(error)).not.toContain('    at ');
});

test('a fault of our own comes with its stack', () => {
  expect(explain(new TypeError('oops'))).toContain('    at ');
});
