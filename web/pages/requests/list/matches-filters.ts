import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import type { Filters } from '../filters/filters.ts';

const equalFields = ['outcome', 'provider', 'model', 'route', 'strategy', 'code', 'client', 'key'] as const;

/** Whether the gateway would list it under these filters: what comes live is told apart here. A period holds for all that comes now. */
export function matchesFilters(trace: TraceView, filters: Filters): boolean {
  for (const name of equalFields)
    if (filters[name] !== undefined && trace[name] !== filters[name]) return false;
  const { from, to, q } = filters;
  const at = Date.parse(trace.at);
  if (from !== undefined && at < Date.parse(from)) return false;
  if (to !== undefined && at >= endOf(to)) return false;
  return q === undefined || saidIn(trace).includes(q.toLowerCase());
}

const dayMs = 86_400_000;

/** A day is meant with all of it. */
function endOf(to: string): number {
  return Date.parse(to) + (/^\d{4}-\d\d-\d\d$/.test(to) ? dayMs : 0);
}

/** All that is searched for a text, in lower case, each on a line of its own. */
function saidIn(trace: TraceView): string {
  const { id, asked, route, strategy, looked, purpose, outcome, code, key, client } = trace;
  const words = [id, asked, route, strategy, looked, purpose, outcome, code, key, client];
  if (trace.provider !== null) words.push(laneOf(trace.provider, trace.model ?? ''));
  for (const { provider, model, key: asking, class: fault, message, status } of trace.attempts)
    words.push(laneOf(provider, model), asking, fault, message, status === null ? null : String(status));
  for (const { provider, model, key: passed, reason } of trace.skipped)
    words.push(laneOf(provider, model), passed, reason);
  for (const { text } of trace.notes) words.push(text);
  return words
    .filter((word) => word !== null)
    .join('\n')
    .toLowerCase();
}

function laneOf(provider: string, model: string): string {
  return `${provider}/${model}`;
}
