import { expect, test } from 'vitest';
import { exhaustion } from './exhaustion.ts';

const now = Date.parse('2026-11-21T12:00:00.000Z');
const at = (hour: number): string => `2026-11-21T${hour}:00:00.000Z`;

test('who is next, who is out, and when the last one is', () => {
  const providers = [
    { name: 'Late', runs_out_at: at(22) },
    { name: 'Gone', runs_out_at: at(11) },
    { name: 'Soon', runs_out_at: at(13) },
  ];
  expect(exhaustion(providers, now)).toEqual({
    next: { name: 'Soon', at: at(13) },
    out: ['Gone'],
    allAt: at(22),
  });
  expect(exhaustion([...providers, { name: 'Never', runs_out_at: null }], now).allAt).toBeNull();
  expect(exhaustion([{ name: 'Never', runs_out_at: null }], now)).toEqual({
    next: null,
    out: [],
    allAt: null,
  });
});
