import type { Soon } from '../ledger/ledger.ts';
import type { Clock } from '../shared/clock.ts';
import type { AttemptFailure, AttemptStart } from './attempt.ts';
import type { Going } from './attempts.ts';

/** One or several attempts at once for one request. */
export interface Contest {
  readonly clock: Clock;
  readonly entrants: readonly Going[];
  /** Who may still join when nobody has content after a time; null = nobody. */
  readonly hedge: { readonly afterMs: number; readonly enter: () => Soon<Going | null> } | null;
  /** An attempt failed: it is settled there, and what it says ends the request by a throw. */
  readonly failed: (going: Going, failure: AttemptFailure) => void;
  /** Was not the first: ends at once and is settled. */
  readonly beaten: (going: Going) => void;
}

export interface Won {
  readonly going: Going;
  readonly start: Exclude<AttemptStart, { kind: 'failed' }>;
}

/** The first content wins, all others end at once; null = all have failed. */
export async function compete({ clock, entrants, hedge, failed, beaten }: Contest): Promise<Won | null> {
  const running = [...entrants];
  let late = hedge;
  while (running.length > 0) {
    const told = await firstTold(running, late?.afterMs ?? null, clock);
    if (told === null) {
      const joined = (await late?.enter()) ?? null;
      late = null;
      if (joined !== null) running.push(joined);
      continue;
    }
    const { going, start } = told;
    running.splice(running.indexOf(going), 1);
    if (start.kind === 'failed') {
      failed(going, start.failure);
      continue;
    }
    for (const other of running) beaten(other);
    return { going, start };
  }
  return null;
}

interface Told {
  readonly going: Going;
  readonly start: AttemptStart;
}

/** Whoever tells first; null = nobody did within `ms`. */
async function firstTold(running: readonly Going[], ms: number | null, clock: Clock): Promise<Told | null> {
  const [only] = running;
  if (running.length === 1 && ms === null && only !== undefined)
    return { going: only, start: await only.attempt.start };
  return new Promise((resolve) => {
    const timer = ms === null ? null : clock.after(ms, () => resolve(null));
    for (const going of running) {
      const tell = (start: AttemptStart): void => {
        if (timer !== null) clock.cancel(timer);
        resolve({ going, start });
      };
      void going.attempt.start.then(tell);
    }
  });
}
