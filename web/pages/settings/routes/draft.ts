import type { RouteEdit, RouteView, StrategyView } from '../../../../src/api/views/route-view.ts';

export interface DraftStep {
  /** Its own as long as the draft lives, whatever place it has. */
  readonly id: number;
  readonly name: string;
}

/** The two lists of a route. */
export type Part = 'steps' | 'then';

/** A route as its editor has it. */
export interface Draft {
  readonly name: string;
  /** What it said when the editor was opened. */
  readonly initial: RouteEdit;
  readonly strategy: StrategyView | null;
  readonly steps: readonly DraftStep[];
  readonly then: readonly DraftStep[];
  readonly resume: boolean | null;
  /** Seconds, as they were typed. */
  readonly deadline: string;
}

/** A built-in race is one of two; a race of one's own is one of all its steps. */
const builtInRacers = 2;

export function draftOf(route: RouteView): Draft {
  const { strategy, resume, deadline_ms: deadlineMs } = route;
  const { steps, then } = listsOf(route);
  const initial = { ...editOfRoute(route), steps, then };
  return {
    name: route.name,
    initial,
    strategy,
    steps: steps.map((name, index) => ({ id: index + 1, name })),
    then: then.map((name, index) => ({ id: steps.length + index + 1, name })),
    resume,
    deadline: deadlineMs === null ? '' : String(deadlineMs / 1_000),
  };
}

/** The lists that do what the route does now. */
function listsOf({ source, strategy, steps, then, idle_steps: idle }: RouteView): Pick<RouteView, Part> {
  if (source !== 'built_in' || strategy !== 'race') return { steps, then };
  const racers = steps.filter((step) => !idle.includes(step)).slice(0, builtInRacers);
  if (racers.length === 0) return { steps, then };
  return { steps: racers, then: steps.filter((step) => !racers.includes(step)) };
}

/** What PUT would be told of a route as it is. */
export function editOfRoute({ name, strategy, steps, then, resume, deadline_ms }: RouteView): RouteEdit {
  return { name, strategy, steps, then, resume, deadline_ms };
}

/** What PUT is to be told; null = the deadline is no number. */
export function editOfDraft({ name: of, strategy, steps, then, resume, deadline }: Draft): RouteEdit | null {
  const deadlineMs = deadlineMsOf(deadline);
  if (Number.isNaN(deadlineMs)) return null;
  return {
    name: of,
    strategy,
    steps: steps.map(({ name }) => name),
    then: then.map(({ name }) => name),
    resume,
    deadline_ms: deadlineMs,
  };
}

export function isChanged(draft: Draft): boolean {
  return JSON.stringify(editOfDraft(draft)) !== JSON.stringify(draft.initial);
}

/** A step that no other of the draft is. */
export function newStep({ steps, then }: Draft, name: string): DraftStep {
  return { id: Math.max(0, ...[...steps, ...then].map(({ id }) => id)) + 1, name };
}

/** With one step at another place. */
export function moved(steps: readonly DraftStep[], from: number, to: number): readonly DraftStep[] {
  const step = steps[from];
  return step === undefined ? steps : steps.toSpliced(from, 1).toSpliced(to, 0, step);
}

/** Written with a comma or a point; null = none, NaN = no number. */
function deadlineMsOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return plain === '' ? null : Math.round(Number(plain) * 1_000);
}
