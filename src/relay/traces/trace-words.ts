import type { TraceRecord } from './trace-record.ts';

/** Every text of a trace that somebody may search for, in lower case, each once and on a line of its own. */
export function traceWords(record: TraceRecord, scrub: (text: string) => string): string {
  const {
    id,
    asked,
    route,
    strategy,
    looked,
    purpose,
    outcome,
    code,
    key,
    client,
    attempts,
    skipped,
    notes,
  } = record;
  const words = new Set<string | null>([id, asked, route, strategy, looked, purpose, outcome, code, key]);
  words.add(client);
  if (record.provider !== null) words.add(laneOf(record.provider, record.model ?? ''));
  for (const attempt of attempts) {
    words.add(laneOf(attempt.provider, attempt.model));
    for (const word of [attempt.key, attempt.class, attempt.message]) words.add(word);
    if (attempt.status !== null) words.add(String(attempt.status));
  }
  for (const skip of skipped) {
    for (const word of [laneOf(skip.provider, skip.model), skip.key, skip.reason]) words.add(word);
  }
  for (const { text } of notes) words.add(text);
  words.delete(null);
  // Secrets are known as they are written.
  return scrub([...words].join('\n')).toLowerCase();
}

function laneOf(provider: string, model: string): string {
  return `${provider}/${model}`;
}
