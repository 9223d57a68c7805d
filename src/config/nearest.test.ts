import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

describe('nearest', () => {
  test.each([
    ['groqq', 'groq'],
    ['GROQ', 'groq'],
    ['mistrall', 'mistral'],
    ['open-router', 'openrouter'],
  ])('%s was meant to be %s', (name, meant) => {
    expect(nearest(name, ['groq', 'mistral', 'openrouter'])).toBe(meant);
  });

  test.each(['zzzz', 'x', 'something-else-entirely'])('%s was meant to be none of them', (name) => {
    expect(nearest(name, ['groq', 'mistral', 'ab'])).toBeUndefined();
    expect(didYouMean(name, ['groq', 'mistral', 'ab'])).toBe('');
  });
});
