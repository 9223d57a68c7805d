import { checkRoute, isRouteName, notAName, type StepNames } from '../../config/check-route.ts';
import { configuredRoute } from '../../config/decide-routes.ts';
import { describeIssue } from '../../config/file-problems.ts';
import { fileSchema } from '../../config/file-schema.ts';
import type { Locate } from '../../config/locate.ts';
import type { ConfiguredRoute } from '../../config/types.ts';
import { checkShape } from '../../shared/check-shape.ts';
import { NoriaError } from '../../shared/errors.ts';

/** A route as it came: fields of noria.yaml, of which null is the same as none. */
export type RouteEditFields = Readonly<Record<string, unknown>> & { readonly name: string };

/** More would be noise. */
const mostTold = 5;
const longestProblem = 1_000;
const longestName = 60;
const longestStep = 300;
const mostSteps = 100;
const parts = ['steps', 'then'] as const;

const locate: Locate = (path) => path.join('.');

/**
 * Routes in the words of noria.yaml, and by its rules.
 * @param namesFor what steps of a route of this name may say
 * @throws NoriaError invalid_request with all that is wrong and what is allowed
 */
export function parseRouteEdits(
  edits: readonly RouteEditFields[],
  namesFor: (route: string) => StepNames,
): ReadonlyMap<string, ConfiguredRoute> {
  const problems: string[] = [];
  const problem = (text: string): void => void problems.push(text);
  const raw = { routes: fieldsByName(edits, problem) };
  stopOn(problems);
  const parsed = checkShape(fileSchema, raw);
  if (!parsed.success)
    problems.push(...parsed.error.issues.flatMap((one) => describeIssue(one, raw, locate)));
  stopOn(problems);
  const routes = new Map(
    Object.entries(parsed.data?.routes ?? {}).map(([name, route]) => [name, configuredRoute(route)]),
  );
  // A provider that is off is passed over; the list of routes says so.
  const findings = { problem, warning: () => undefined };
  for (const [name, route] of routes) {
    if (problems.length >= mostTold) break;
    const fits = hasSize(name, route, problem);
    if (fits) checkRoute(name, route, { names: namesFor(name), locate, findings });
  }
  stopOn(problems);
  return routes;
}

function fieldsByName(
  edits: readonly RouteEditFields[],
  problem: (text: string) => void,
): Readonly<Record<string, unknown>> {
  const names = new Set<string>();
  const entries = edits.map(({ name, ...fields }) => {
    if (!isRouteName(name)) problem(notAName(`routes.${name.slice(0, longestName)}`));
    else if (name.length > longestName)
      problem(`routes.${name.slice(0, longestName)}… is too long; allowed: ${longestName} characters`);
    else if (names.has(name)) problem(`routes.${name} is there twice; allowed: each route once`);
    names.add(name);
    // Before each of them is looked at.
    for (const part of parts) {
      const { length } = listIn(fields[part]);
      if (length > mostSteps)
        problem(`routes.${name.slice(0, longestName)}.${part} is a list of ${length}; allowed: ${mostSteps}`);
    }
    const said = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
    return [name, Object.fromEntries(said)] as const;
  });
  return Object.fromEntries(entries);
}

function hasSize(name: string, route: ConfiguredRoute, problem: (text: string) => void): boolean {
  for (const part of parts) {
    const long = route[part].findIndex((step) => step.length > longestStep);
    if (long < 0) continue;
    problem(`routes.${name}.${part}.${long} is too long; allowed: ${longestStep} characters`);
    return false;
  }
  return true;
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function stopOn(problems: readonly string[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const told = problems.slice(0, mostTold).map((text) => text.slice(0, longestProblem));
  const [param = 'routes'] = first.split(' ');
  const more = problems.length > mostTold ? ['… and more'] : [];
  throw new NoriaError('invalid_request', [...told, ...more].join('\n'), { param });
}
