import type { Search } from '../engine/choose.ts';
import { foresee } from '../engine/foresee.ts';

/** Behind so many the moment is lived through for everybody; behind more, once for all who ask within a moment. */
const exactAhead = 16;
/** Lived through one by one; what lies beyond is told by their mean. */
const mostLived = 256;
const holdsMs = 250;
const mostLines = 200;

interface Seen {
  readonly seenAt: number;
  readonly ahead: number;
  readonly at: number;
  /** ms from one to the next in line, in the mean. */
  readonly gapMs: number;
}

/** When somebody can be served who joins those who wait: foreseeing is dear, and a crowd asks all at once. */
export class Outlook {
  readonly #seen = new Map<string, Seen>();

  /** Epoch ms at which the request can be served behind all who wait, in their order; Infinity when no clock says it. */
  foreseen(line: string, search: Search, waiting: readonly (() => Search)[]): number {
    const { now } = search;
    const ahead = waiting.length;
    const seen = this.#seen.get(line);
    const isFresh = seen !== undefined && now - seen.seenAt < holdsMs && seen.ahead <= ahead;
    if (ahead > exactAhead && isFresh) return seen.at + (ahead - seen.ahead) * seen.gapMs;
    const lived = waiting.slice(0, mostLived).map((searchOf) => searchOf());
    const soon = foresee(search, lived);
    const at =
      ahead > mostLived && soon !== Infinity ? now + ((soon - now) * (ahead + 1)) / (mostLived + 1) : soon;
    if (this.#seen.size > mostLines) this.#seen.clear();
    this.#seen.set(line, { seenAt: now, ahead, at, gapMs: at === Infinity ? 0 : (at - now) / (ahead + 1) });
    return at;
  }
}
