/** Classes of errors that count against a key, as the engine tells them apart. Each has its cause and its next step in the words. */
export const faultClasses = [
  'rate_limited',
  'quota_spent',
  'credential',
  'model_forbidden',
  'model_gone',
  'overloaded',
  'transient',
  'timeout',
  'network',
  'empty_answer',
] as const;

export type FaultClass = (typeof faultClasses)[number];

/** `unknown` for whatever a newer gateway may tell. */
export function faultClassOf(name: string): FaultClass | 'unknown' {
  return faultClasses.find((one) => one === name) ?? 'unknown';
}
