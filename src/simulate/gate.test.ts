import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

test('lets one run at a time, in the order in which they came, and passes over who has left', () => {
  const gate = createGate(1);
  const ran: string[] = [];
  const first = gate.enter(() => ran.push('first'));
  const second = gate.enter(() => ran.push('second'));
  gate.enter(() => ran.push('third'));
  expect(ran).toEqual(['first']);
  second();
  first();
  first();
  expect(ran).toEqual(['first', 'third']);
});

test('without a number of places all run at once', () => {
  const gate = createGate(null);
  let running = 0;
  for (let call = 0; call < 100; call += 1) gate.enter(() => (running += 1));
  expect(running).toBe(100);
});
