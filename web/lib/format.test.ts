import { afterEach, expect, it, vi } from 'vitest';
import type * as Format from './format.ts';
import { localeOf } from './formatters.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it.each([
  ['en', ['fr-FR', 'en-GB', 'en-US'], 'en-GB'],
  ['fr', ['en-US', 'fr-CA', 'fr'], 'fr-CA'],
  ['fr', ['FR-ca'], 'FR-ca'],
  ['fr', ['frr', 'en'], 'fr'],
  ['en', [], 'en'],
  ['en', ['en_US@posix', '', 'en-AU'], 'en-AU'],
] as const)('%s of %j is %s', (language, wished, locale) => {
  expect(localeOf(language, wished)).toBe(locale);
});

it.each([
  ['en', 'en-GB', ['14:05', '9 Mar, 09:30', '9 Mar 2026, 09:30:00']],
  ['en', 'en-US', ['2:05 PM', 'Mar 9, 9:30 AM', 'Mar 9, 2026, 9:30:00 AM']],
  ['fr', 'fr-FR', ['14:05', '9 mars, 09:30', '9 mars 2026, 09:30:00']],
  ['fr', 'fr-CA', ['14 h 05', '9 mars, 09 h 30', '9 mars 2026, 09 h 30 min 00 s']],
  ['fr', 'en-GB', ['14:05', '9 mars, 09:30', '9 mars 2026, 09:30:00']],
] as const)('%s, read in %s, has the times of there', async (language, wished, texts) => {
  vi.stubGlobal('navigator', { languages: [wished] });
  // What was made for another reader is kept.
  vi.resetModules();
  const { formatMoment, formatExact }: typeof Format = await import('./format.ts');
  const now = new Date(2026, 2, 10, 20);
  const today = new Date(2026, 2, 10, 14, 5).toISOString();
  const before = new Date(2026, 2, 9, 9, 30).toISOString();
  const shown = [
    formatMoment(today, language, now),
    formatMoment(before, language, now),
    formatExact(before, language),
  ];
  expect(shown.map((text) => text.replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual(texts);
});
