import { describe, expect, test } from 'vitest';
import { maskKey } from './mask.ts';

describe('maskKey', () => {
  test('shows the first 8 and the last 4 characters', () => {
    expect(maskKey('gsk_abc1def2ghi3jklxyz9')).toBe('gsk_abc1...xyz9');
  });

  test('shows at most 2 and 2 characters of a key shorter than 16', () => {
    expect(maskKey('abcdefghijklmno')).toBe('ab...no');
    expect(maskKey('abcdefgh')).toBe('ab...gh');
  });

  test.each(['', 'a', 'abcd', 'abcdefg'])('shows nothing of %j', (secret) => {
    expect(maskKey(secret)).toBe('...');
  });
});
