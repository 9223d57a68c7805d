import { useState } from 'react';
import { remember } from '../../../lib/i18n.ts';
import type { Assumptions } from './capacity.ts';

export const mostAssumed = 1_000;
const usual: Assumptions = { messages: 12, conversations: 3 };
const place = 'noria.capacity';

/** Remembered in this browser. */
export function useAssumptions(): readonly [Assumptions, (change: Partial<Assumptions>) => void] {
  const [assumptions, setAssumptions] = useState(read);
  const change = (part: Partial<Assumptions>): void => {
    const next = { ...assumptions, ...part };
    setAssumptions(next);
    remember(place, JSON.stringify(next));
  };
  return [assumptions, change];
}

export function isAssumable(amount: unknown): amount is number {
  return typeof amount === 'number' && Number.isInteger(amount) && amount >= 1 && amount <= mostAssumed;
}

function read(): Assumptions {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Assumptions>;
    return {
      messages: isAssumable(kept.messages) ? kept.messages : usual.messages,
      conversations: isAssumable(kept.conversations) ? kept.conversations : usual.conversations,
    };
  } catch {
    return usual;
  }
}
