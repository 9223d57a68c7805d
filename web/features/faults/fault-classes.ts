/** Classes of errors that count against a key, as src/engine/classification.ts tells them apart. */
export const keyFaults = [
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

/** What an answer means to the engine: those, what blames no key, and `unfit` of the relay. */
export const faultClasses = [
  ...keyFaults,
  'too_long',
  'caller_fault',
  'content_refused',
  'unfit',
  'unknown',
] as const;
