import { describe, expect, test } from 'vitest';
import { createWorld } from '../../tests/support/world.ts';
import { learnOutputCap } from './output-cap.ts';

const node = () =>
  createWorld([{ id: 'p', keys: [{ id: 'k' }], limits: [] }])
    .pool.providers.get('p')!
    .models.get('model-a')!;

describe('a refusal of max_tokens', () => {
  test.each([
    // Groq, OpenAI, Mistral, an invented one: the words of providers, as they vary.
    ['`max_tokens` must be less than or equal to `8192`, the maximum value', 32_000, 8_192],
    ['max_tokens is too large: 32000. This model supports at most 16384 completion tokens', 32_000, 16_384],
    ['max_tokens: 64000 > 8,192, which is the maximum allowed', 64_000, 8_192],
  ])('%s', (message, asked, cap) => {
    const model = node();
    expect(learnOutputCap(model, { max_tokens: asked }, message)).toBe(true);
    expect(model.mostOutput).toBe(cap);
    // Told again of the same, there is nothing to learn.
    expect(learnOutputCap(model, { max_tokens: asked }, message)).toBe(false);
  });

  test.each(['max_tokens is not supported here', 'max_tokens must be at least 100000', 'error 7'])(
    'that names nothing lower teaches nothing: %s',
    (message) => {
      const model = node();
      expect(learnOutputCap(model, { max_tokens: 32_000 }, message)).toBe(false);
      expect(model.mostOutput).toBeNull();
    },
  );
});
