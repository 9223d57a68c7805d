import { describe, expect, test } from 'vitest';
import { locateJsonFault } from './locate-json-fault.ts';

describe('where a body stops being JSON', () => {
  test.each([
    ['{"a":1,}', 'line 1, column 8: "}" where a name in double quotes is expected'],
    ['{"a":\n [1 2]}', 'line 2, column 5: "2" where , or the end of what is open is expected'],
    ['', 'line 1, column 1: the end of the body where a value is expected'],
  ])('%j', (json, words) => {
    expect(locateJsonFault(json)).toBe(words);
  });

  // A pattern that could read a text in several ways tried them all: one such body of some hundred bytes stopped the server.
  test.each([
    ['never closes', `{"content":"${'word '.repeat(40_000)}`],
    ['holds an escape that is none', `{"content":"${'word '.repeat(40_000)}\\g"}`],
    ['holds many escapes and a wrong one', `{"content":"${'\\n\\"é'.repeat(40_000)}\\u12"}`],
  ])('a long text that %s is found at once', (_name, json) => {
    expect(locateJsonFault(json)).toBe('line 1, column 12: "\\"" where a value is expected');
  });
});
