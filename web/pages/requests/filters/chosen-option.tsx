import type { ReactNode } from 'react';

export interface ChosenOptionProps {
  readonly value: string | undefined;
  /** What the list has anyway. */
  readonly among: readonly string[];
  readonly word?: (value: string) => string;
}

/** A value that came with the address and is none of the list's: it is shown all the same. */
export function ChosenOption({ value, among, word = String }: ChosenOptionProps): ReactNode {
  return value === undefined || among.includes(value) ? null : <option value={value}>{word(value)}</option>;
}
