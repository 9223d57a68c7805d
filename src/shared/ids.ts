import { systemClock, type Clock } from './clock.ts';

/** Makes an id with a prefix: `ids('trc')` → `trc_0k3v9x2m1f7q8t4z`. */
export type Ids = (prefix: string) => string;

/** Crockford's alphabet: in the order of ASCII, without letters that are read for others. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_DIGITS = 9;
const TAIL_DIGITS = 7;
const TAIL_SPACE = 32 ** TAIL_DIGITS;

/**
 * Ids that sort by the time of their making, also within one millisecond and when the clock steps back.
 * They are names, not secrets: who knows one can guess the next.
 * @param random gives numbers from 0 (included) to 1 (excluded)
 */
export function createIds(random: () => number = Math.random, clock: Pick<Clock, 'now'> = systemClock): Ids {
  let lastAt = 0;
  let tail = 0;

  function advance(): void {
    const now = clock.now();
    if (now <= lastAt && tail + 1 < TAIL_SPACE) {
      tail += 1;
      return;
    }
    lastAt = Math.max(now, lastAt + 1);
    // The upper half stays free, so that the ids of one millisecond can count on.
    tail = Math.floor((random() * TAIL_SPACE) / 2);
  }

  let timeAt = -1;
  let timeText = '';
  return (prefix) => {
    advance();
    // Many ids are made in one millisecond: its text is made once.
    if (timeAt !== lastAt) [timeAt, timeText] = [lastAt, inAlphabet(lastAt, TIME_DIGITS)];
    return `${prefix}_${timeText}${inAlphabet(tail, TAIL_DIGITS)}`;
  };
}

function inAlphabet(value: number, digits: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < digits; place += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
