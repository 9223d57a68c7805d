import type { TFunction } from 'i18next';

/** What an answer means to the engine: the classes of src/engine/classification.ts, and `unfit` of the relay. */
export const faultClasses = [
  'rate_limited',
  'quota_spent',
  'credential',
  'model_forbidden',
  'model_gone',
  'too_long',
  'caller_fault',
  'content_refused',
  'overloaded',
  'transient',
  'timeout',
  'network',
  'empty_answer',
  'unfit',
  'unknown',
] as const;

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
