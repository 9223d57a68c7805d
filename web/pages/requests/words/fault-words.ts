import type { TFunction } from 'i18next';
import { faultClasses } from '../../../features/faults/fault-classes.ts';

export interface FaultWords {
  readonly word: string;
  /** A sentence; null = a class that is not known here. */
  readonly meaning: string | null;
}

export function faultWords(t: TFunction<'requests'>, name: string): FaultWords {
  const known = faultClasses.find((one) => one === name);
  if (known === undefined) return { word: name, meaning: null };
  return { word: t(`fault.${known}`), meaning: t(`faultMeaning.${known}`) };
}
