import { useState } from 'react';
import { keepHistory, mostKept, readHistory, type Written } from './written.ts';

export interface History {
  readonly entries: readonly Written[];
  add(entry: Written): void;
  /** A text was changed by hand. */
  edit(id: string, index: number, text: string): void;
  /** Another history in place of this one: empty, or what it was before. */
  replace(entries: readonly Written[]): void;
}

/** What was generated, kept in this browser and nowhere else. */
export function useHistory(): History {
  const [entries, setEntries] = useState(readHistory);
  const replace = (next: readonly Written[]): void => {
    setEntries(next);
    keepHistory(next);
  };
  return {
    entries,
    replace,
    add: (entry) => replace([entry, ...entries].slice(0, mostKept)),
    edit: (id, index, text) =>
      replace(entries.map((one) => (one.id === id ? { ...one, texts: one.texts.with(index, text) } : one))),
  };
}
