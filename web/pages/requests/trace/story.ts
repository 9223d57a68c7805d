import type {
  TraceAttempt,
  TraceResume,
  TraceView,
  TraceWait,
} from '../../../../src/api/views/trace-view.ts';

/** One thing that happened, at ms since the request came in. */
export type Happening =
  | { readonly kind: 'wait'; readonly at: number; readonly wait: TraceWait }
  | { readonly kind: 'note'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'attempt';
      readonly at: number;
      readonly attempt: TraceAttempt;
      /** It went on with a text that had broken off. */
      readonly resume: TraceResume | null;
    };

export interface Story {
  readonly happenings: readonly Happening[];
  /** ms: what the axis holds. */
  readonly spanMs: number;
}

const places = { wait: 0, note: 1, attempt: 2 } as const;

/** All that happened, in order. */
export function storyOf(trace: TraceView): Story {
  const { attempts, waits, notes, resumes } = trace;
  const happenings: Happening[] = [
    ...waits.map((wait) => ({ kind: 'wait' as const, at: wait.at_ms, wait })),
    ...notes.map(({ at_ms: at, text }) => ({ kind: 'note' as const, at, text })),
    ...attempts.map((attempt) => ({
      kind: 'attempt' as const,
      at: attempt.at_ms,
      attempt,
      resume: resumes.find((one) => one.attempt === attempt.number) ?? null,
    })),
  ];
  const ends = [
    ...attempts.map(({ at_ms: at, took_ms: took }) => at + (took ?? 0)),
    ...waits.map(({ at_ms: at, took_ms: took }) => at + took),
  ];
  return {
    happenings: happenings.toSorted(
      (one, other) => one.at - other.at || places[one.kind] - places[other.kind],
    ),
    spanMs: Math.max(trace.took_ms, ...ends, 1),
  };
}

const mostTicks = 5;

/** Round moments of the axis in ms, from 0, at most five. */
export function ticksOf(spanMs: number): readonly number[] {
  const least = spanMs / mostTicks;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= least) ?? least;
  const count = Math.floor(spanMs / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step).slice(0, mostTicks);
}
