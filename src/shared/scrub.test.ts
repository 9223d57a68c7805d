import { describe, expect, test } from 'vitest';
import { createScrubber } from './scrub.ts';

function keyNumber(index: number): string {
  return `sk-or-v1-${index.toString(16).padStart(64, 'a0')}`;
}

describe('createScrubber', () => {
  test('replaces a known secret wherever it stands', () => {
    const scrubber = createScrubber();
    scrubber.add('plainsecret123456789');
    expect(scrubber.scrub('x=plainsecret123456789y, again:plainsecret123456789.')).toBe(
      'x=plainsec...6789y, again:plainsec...6789.',
    );
  });

  test('replaces the URL-encoded form as well', () => {
    const scrubber = createScrubber(['ab+cd/ef=gh:ijkl']);
    expect(scrubber.scrub('GET /?auth=ab%2Bcd%2Fef%3Dgh%3Aijkl')).toBe('GET /?auth=ab+cd/ef...ijkl');
  });

  test('replaces the token of an account:token pair when it comes alone', () => {
    const scrubber = createScrubber(['0123456789abcdef:tokenABCDEFGHIJKLMN']);
    expect(scrubber.scrub('sent tokenABCDEFGHIJKLMN')).toBe('sent tokenABC...KLMN');
  });

  test('prefers the longer of two secrets that begin alike', () => {
    const scrubber = createScrubber(['common-begin-01', 'common-begin-01-and-more']);
    expect(scrubber.scrub('common-begin-01-and-more')).toBe('common-b...more');
  });

  test('leaves words alone that are too short to be secrets', () => {
    const scrubber = createScrubber(['ollama', 'EMPTY']);
    expect(scrubber.scrub('ollama answers EMPTY')).toBe('ollama answers EMPTY');
  });

  test.each([
    ['gsk_abc1def2ghi3jkl4xyz9', 'gsk_abc1...xyz9'],
    ['sk-proj-abcdef0123456789abcdef', 'sk-proj-...cdef'],
    ['hf_AbCdEfGhIjKlMnOpQrStUvWxYz012345', 'hf_AbCdE...2345'],
    ['r8_0123456789abcdefghij', 'r8_01234...ghij'],
    ['csk-0123456789abcdefghij', 'csk-0123...ghij'],
    ['nvapi-0123456789abcdefghij', 'nvapi-01...ghij'],
    ['AIzaSyA0123456789abcdefghij', 'AIzaSyA0...ghij'],
    ['https://a.test/v1?x=1&key=s3cr3t-of-someone&y=2', 'https://a.test/v1?x=1&key=s3cr3t-o...eone&y=2'],
    ['Authorization: Bearer abcdef0123456789', 'Authorization: Bearer abcdef01...6789'],
    ['Bearer eyJhbGciOi.eyJzdWIiOjEyMzQ1.SflKxwRJSM', 'Bearer eyJhbGci...RJSM'],
    [
      '{"error":"Incorrect API key provided: gsk_abc1def2ghi3jkl4xyz9."}',
      '{"error":"Incorrect API key provided: gsk_abc1...xyz9."}',
    ],
  ])('masks what looks like a key: %s', (text, clean) => {
    expect(createScrubber().scrub(text)).toBe(clean);
  });

  test.each(['?key=abc"d', '?token=abcdefghijklmnop"d', '?key=abc\\', 'Bearer abcdef123456"d'])(
    'leaves JSON whole: %s',
    (text) => {
      expect(JSON.parse(createScrubber().scrub(JSON.stringify({ text, next: 1 })))).toMatchObject({
        next: 1,
      });
    },
  );

  test.each([
    'groq key 1/5 gsk_abc1...xyz9 → llama-3.3-70b: trying',
    'a task-management-and-planning-system, risk-free-investment-strategy',
    'hf_inference_url, sk-learn, Bearer authentication is required',
    'Authorization: Bearer gsk_abc1...xyz9',
    '?key=gsk_abc1...xyz9',
    '',
  ])('leaves %j as it is', (text) => {
    expect(createScrubber().scrub(text)).toBe(text);
  });

  test('scrubbing twice is scrubbing once', () => {
    const scrubber = createScrubber(['plainsecret123456789']);
    const once = scrubber.scrub(
      'Bearer plainsecret123456789 ?key=plainsecret123456789 gsk_abc1def2ghi3jkl4xyz9',
    );
    expect(scrubber.scrub(once)).toBe(once);
  });

  test('finds each of 10,000 secrets that begin alike', () => {
    const secrets = Array.from({ length: 10_000 }, (_, index) => keyNumber(index));
    const scrubber = createScrubber(secrets);
    for (const secret of secrets) expect(scrubber.scrub(`<${secret}>`)).not.toContain(secret);
  });

  test('10,000 secrets cost no more than a few times one when nothing matches', () => {
    const line =
      '{"level":"info","msg":"groq key 1/5 gsk_abc1...xyz9 → llama-3.3-70b: ok in 412 ms (first token 180 ms)"}';
    const few = createScrubber([keyNumber(0)]);
    const many = createScrubber(Array.from({ length: 10_000 }, (_, index) => keyNumber(index)));
    expect(fastestOf(5, () => many.scrub(line)) / fastestOf(5, () => few.scrub(line))).toBeLessThan(10);
  });
});

/** The best of some rounds is what the code costs; the others are what the machine was doing. */
function fastestOf(rounds: number, work: () => void): number {
  return Math.min(...Array.from({ length: rounds }, () => timeOf(work)));
}

function timeOf(work: () => void): number {
  const startedAt = performance.now();
  for (let turn = 0; turn < 2_000; turn += 1) work();
  return performance.now() - startedAt;
}
