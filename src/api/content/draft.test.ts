import { describe, expect, it } from 'vitest';
import { draftsOf, mend } from './draft.ts';
import { readContentRequest } from './read-content-request.ts';

const seeds = [
  '(',
  '"',
  'a ',
  '#a ',
  '1',
  '[',
  '<',
  'https://',
  '.',
  '**',
  '`',
  'é’',
  '\u00a0',
  '<think>',
  'a@b.',
  'voici titre:',
  '=====\n',
  '1. a\n',
  '漢',
  'a\n',
  '😀',
  'Sure! ',
  '1 000 ',
  '{',
  'la meilleure a',
  '1:',
  '# a\n',
];
const meta = {
  traceId: '',
  provider: '',
  model: '',
  maskedKey: '',
  attempts: 1,
  overheadMs: 0,
  local: false,
};

describe('a model that never stops', () => {
  it.each(seeds)('%j without end is looked at in less than 3 s', (seed) => {
    const body = { content_type: 'social-media-post', topic: 'gourde', language: 'fr', platform: 'X' };
    const request = readContentRequest(body, undefined);
    const answer = seed.repeat(Math.ceil(300_000 / seed.length));
    const from = performance.now();
    for (const draft of draftsOf({ answer, isUnfinished: true, meta }, request, 1)) mend(draft, request);
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});
