import { ApiError } from '../../../lib/api.ts';

/** What of a route the gateway refused, in its words. */
export interface SaveFaults {
  /** By what they are of: `steps.2`, `then`, `strategy`, `resume`, `deadline_ms`, `name`. */
  readonly byField: ReadonlyMap<string, string>;
  /** What is of no field; '' = nothing. */
  readonly rest: string;
}

const field = /^(?:steps|then)(?:\.\d+)?$|^(?:strategy|resume|deadline_ms)$/;

/**
 * Takes the lines of a refusal apart: each begins with the place it is about, as `routes.mine.steps.2`. Null = it was
 * refused for another reason, or not at all.
 */
export function faultsOfSave(error: Error | null, name: string): SaveFaults | null {
  if (!(error instanceof ApiError) || error.code !== 'invalid_request') return null;
  const byField = new Map<string, string>();
  const rest: string[] = [];
  for (const line of error.message.split('\n')) {
    const of = fieldOf(line, name);
    if (of === null) rest.push(line);
    else byField.set(of, allowedOf(line));
  }
  return { byField, rest: rest.join('\n') };
}

function fieldOf(line: string, name: string): string | null {
  const place = `routes.${name}`;
  if (line.startsWith(`${place} `)) return 'name';
  const [said = ''] = line.startsWith(`${place}.`) ? line.slice(place.length + 1).split(' ', 1) : [];
  return field.test(said) ? said : null;
}

/** What is there stands beside it: what is allowed is enough. */
function allowedOf(line: string): string {
  const allowed = line.search(/\ballowed: /);
  const told = allowed < 0 ? line : line.slice(allowed);
  return told.charAt(0).toUpperCase() + told.slice(1);
}
