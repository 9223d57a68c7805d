import { describe, expect, test } from 'vitest';
import { isPlaceholder } from './placeholder.ts';

describe('isPlaceholder', () => {
  test.each([
    '',
    '  ',
    'your_groq_api_key_here',
    'YOUR-KEY',
    'gsk_your_key_here',
    'xxx',
    'XXXXXXXX',
    'gsk_xxxxxxxxxxxxxxxx',
    'sk-or-v1-xxxxx',
    'changeme',
    'change_me_please',
    '<your key>',
    '<GROQ_API_KEY>',
    'sk-...',
    'gsk_…',
    '${GROQ_API_KEY}',
    '********',
    'TODO',
    'api_key',
    'put-your-key',
  ])('takes %j for one', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  test.each([
    'gsk_abc1def2ghi3jklxyz9',
    'AQ.Ab8RN6abcdefghijklmno',
    '0123456789abcdef:tokenxxxyz',
    'hf_AbCdxxxEfGh',
    'key-of-team-a',
    'sk-proj-myownkeyABC123',
    'test',
    'yourself99',
  ])('takes %j for a key', (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});
