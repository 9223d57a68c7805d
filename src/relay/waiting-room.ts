import type { Search } from '../engine/choose.ts';
import type { Clock, Timer } from '../shared/clock.ts';
import type { Leaving } from './request.ts';

/** Somebody who waits until he can be served. */
export interface Visitor<T> {
  /** Visitors of one client who want the same stand in one line. */
  readonly line: string;
  /** Whose turns are counted together: no client's crowd holds up another's. */
  readonly client: string;
  /** Nothing was tried yet: if he cannot be served, nobody behind him in the line can. */
  readonly isPlain: boolean;
  /** Epoch ms until which he waits. */
  readonly untilAt: number;
  readonly signal: Leaving;
  /** Takes what serves him, or null when nothing can now. May throw: then his waiting ends with that. */
  look(): T | null;
  /** What he looks for, for those who come behind him. */
  search(): Search;
  /** Epoch ms at which looking again makes sense; Infinity = only when something was given back. */
  freesAt(): number;
}

interface Line<T> {
  readonly client: string;
  readonly waiters: Set<Waiter<T>>;
  /** Epoch ms at which its head can be served, as far as it is known. */
  nextAt: number;
}

interface Waiter<T> {
  /** Counts up with every coming. */
  readonly serial: number;
  readonly visitor: Visitor<T>;
  readonly leave: (found: T | null) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Where requests wait for quota: lines, first come first served, so that nobody who comes later takes what somebody
 * waits for; between clients, who was served longest ago. Bounded by its owner, who asks `size` first.
 */
export class WaitingRoom<T> {
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line<T>>();
  /** The turn in which each client was served last, as long as anybody waits. */
  readonly #lastTurns = new Map<string, number>();
  #turns = 0;
  #size = 0;
  #serial = 0;
  #timer: Timer | null = null;
  #ringsAt = Infinity;
  #turnedAt = 0;
  #turning = false;
  #again = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#size;
  }

  /** How many stand in a line. */
  lengthOf(line: string): number {
    return this.#lines.get(line)?.waiters.size ?? 0;
  }

  /** Resolves with what `look` found, or with null at `untilAt` or when the client leaves. */
  wait(visitor: Visitor<T>): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#clock.cancel(limit);
        visitor.signal.removeEventListener('abort', leave);
        const line = this.#lines.get(visitor.line);
        if (line?.waiters.delete(waiter) === true) this.#size -= 1;
        if (line?.waiters.size === 0) this.#lines.delete(visitor.line);
        if (this.#size > 0) return;
        this.#lastTurns.clear();
        this.#ringAt(Infinity, true);
      };
      const waiter: Waiter<T> = {
        serial: (this.#serial += 1),
        visitor,
        leave: (found) => {
          end();
          resolve(found);
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      const leave = (): void => {
        waiter.leave(null);
        this.#forget(visitor.line);
      };
      const limit = this.#clock.after(Math.max(0, visitor.untilAt - this.#clock.now()), leave);
      visitor.signal.addEventListener('abort', leave);
      const line = this.#lines.get(visitor.line) ?? {
        client: visitor.client,
        waiters: new Set(),
        nextAt: Infinity,
      };
      this.#lines.set(visitor.line, line);
      line.waiters.add(waiter);
      this.#size += 1;
      if (visitor.signal.aborted) return leave();
      // Behind somebody who waits for the same, his time is not the first.
      const isBehind = visitor.isPlain && hasPlain(line, waiter);
      if (isBehind) return;
      line.nextAt = Math.min(line.nextAt, visitor.freesAt());
      this.#ringAt(Math.min(line.nextAt, this.#clock.now() + lookAgainMs));
    });
  }

  /** Somebody new comes: whose time has come goes first. */
  due(): void {
    const now = this.#clock.now();
    if (this.#size > 0 && (this.#ringsAt <= now || now - this.#turnedAt >= newcomersMs)) this.turn();
  }

  /** Everybody who waits, in the order of coming. */
  visitors(): Visitor<T>[] {
    const all = [...this.#lines.values()].flatMap(({ waiters }) => [...waiters]);
    return all.toSorted((a, b) => a.serial - b.serial).map(({ visitor }) => visitor);
  }

  /** A call ended and gave something back: who waits looks, in his turn. */
  turn(): void {
    if (this.#size === 0) return;
    if (this.#turning) {
      this.#again = true;
      return;
    }
    this.#turning = true;
    this.#turnedAt = this.#clock.now();
    do {
      this.#again = false;
      this.#ringAt(Math.min(this.#serveAll(), this.#clock.now() + lookAgainMs), true);
    } while (this.#again && this.#size > 0);
    this.#turning = false;
  }

  /** The client who was served longest ago, and his lines by the order of coming; a line whose head has to go on waiting is out. Epoch ms of the next look. */
  #serveAll(): number {
    let next = Infinity;
    let open = [...this.#lines.values()];
    while (open.length > 0) {
      const line =
        open.length === 1
          ? open[0]
          : open.reduce((one, other) => (this.#comesBefore(one, other) ? one : other));
      if (line === undefined) break;
      const lookAt = serveOne(line, this.#clock.now());
      if (lookAt === null && this.#size > 0) this.#lastTurns.set(line.client, (this.#turns += 1));
      if (lookAt !== null) {
        next = Math.min(next, lookAt);
        open = open.filter((other) => other !== line);
      } else if (line.waiters.size === 0) open = open.filter((other) => other !== line);
    }
    return next;
  }

  #comesBefore(one: Line<T>, other: Line<T>): boolean {
    const turns = this.#turnOf(one) - this.#turnOf(other);
    return turns === 0 ? headOf(one) <= headOf(other) : turns < 0;
  }

  #turnOf({ client }: Line<T>): number {
    return this.#lastTurns.get(client) ?? 0;
  }

  /** Whoever is the first now may need less than the one who left. */
  #forget(name: string): void {
    const line = this.#lines.get(name);
    if (line === undefined) return;
    line.nextAt = 0;
    this.#ringAt(this.#clock.now());
  }

  /** Rings at the earliest moment that was named; `fresh` = what was named before is out of date. */
  #ringAt(at: number, fresh = false): void {
    if (!fresh && at >= this.#ringsAt) return;
    if (this.#timer !== null) this.#clock.cancel(this.#timer);
    this.#timer = null;
    this.#ringsAt = this.#size === 0 ? Infinity : at;
    if (this.#ringsAt === Infinity) return;
    this.#timer = this.#clock.after(Math.max(1, Math.min(longestTimerMs, at - this.#clock.now())), () => {
      this.#timer = null;
      this.#ringsAt = Infinity;
      this.turn();
    });
  }
}

/** Beyond it a timer of Node rings at once. */
const longestTimerMs = 2_000_000_000;

/** Whether somebody beside `waiter`, and so before him, holds up the line. */
function hasPlain<T>({ waiters }: Line<T>, waiter: Waiter<T>): boolean {
  for (const other of waiters) if (other !== waiter && other.visitor.isPlain) return true;
  return false;
}

/** Keys and providers change while somebody waits, and no bucket tells of it: so often everybody looks again. */
const lookAgainMs = 1_000;
/** And so often on behalf of those who come. */
const newcomersMs = 100;

function headOf<T>({ waiters }: Line<T>): number {
  for (const { serial } of waiters) return serial;
  return Infinity;
}

/** Serves the first of a line who can be: null = somebody was, else epoch ms of the line's next look. */
function serveOne<T>(line: Line<T>, now: number): number | null {
  let next = Infinity;
  // A set may lose the one that is looked at.
  for (const waiter of line.waiters) {
    const { visitor } = waiter;
    try {
      const found = visitor.look();
      if (found !== null) {
        line.nextAt = 0;
        waiter.leave(found);
        return null;
      }
    } catch (error) {
      waiter.fail(error);
      return null;
    }
    // What was foreseen holds until it is there: foreseeing is dear where there are thousands of keys.
    const isKnown = visitor.isPlain && line.nextAt > now;
    next = Math.min(next, isKnown ? line.nextAt : visitor.freesAt());
    if (visitor.isPlain) break;
  }
  line.nextAt = next;
  return next;
}
