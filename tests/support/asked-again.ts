import type { PlainLimit } from '../../src/engine/nodes.ts';
import { houseOf, type History } from './any-history.ts';
import { retryAfterOf, type Asked, type Visit } from './virtual-client.ts';
import type { VirtualRelay } from './virtual-relay.ts';

/** A history of requests that may wait so long, in which somebody may be told when to come back. */
export interface ToldHistory extends History {
  readonly maxWaitMs: number;
  /** Draws one of those who were told. */
  readonly which: number;
}

/** What became of who was told to come back at a moment. */
export interface AskedAgain {
  /** When he was told so. */
  readonly house: VirtualRelay;
  /** At that moment he is given a lane at once. */
  readonly isTaken: boolean;
  /** He would have been given one before it, too. */
  readonly isTakenSooner: boolean;
}

/**
 * Somebody who is told when to come back comes then, and nobody else; in another life a moment sooner. null = nobody was
 * told so, or not in a house that is `apt`.
 */
export async function askAgain(
  history: ToldHistory,
  apt: (house: VirtualRelay) => boolean,
): Promise<AskedAgain | null> {
  const told = toldToComeBack(await livedUntil(history, Infinity));
  const made = told[history.which % Math.max(1, told.length)];
  if (made === undefined) return null;
  const toldAt = made.endedAt ?? 0;
  const freeAt = Math.ceil(toldAt + (retryAfterOf(made) ?? 0));
  const house = await livedUntil(history, toldAt);
  if (!apt(house)) return null;
  const isTaken = await isTakenAt(house, made.asked, freeAt);
  const soonerAt = freeAt - exactnessMs(history);
  if (soonerAt < toldAt) return { house, isTaken, isTakenSooner: false };
  const sooner = await livedUntil(history, toldAt);
  return { house, isTaken, isTakenSooner: await isTakenAt(sooner, made.asked, soonerAt) };
}

/** The history as far as it goes until then; who would come later does not. */
export async function livedUntil(
  history: Omit<ToldHistory, 'which'>,
  untilAt: number,
): Promise<VirtualRelay> {
  const { asked, maxWaitMs } = history;
  const house = houseOf({ ...history, asked: [] }, { maxWaitMs, deadlineMs: 100_000 });
  let at = house.clock.now();
  house.askAll(
    asked.filter(({ pauseMs }) => {
      at += pauseMs;
      return at <= untilAt;
    }),
  );
  await house.live(untilAt === Infinity ? {} : { untilAt });
  return house;
}

/** Who was told when to come back, as the last thing that happened at a moment. */
function toldToComeBack(house: VirtualRelay): Visit[] {
  return house.visits.filter((made) => {
    const last = house.told.findLast(({ toldAt }) => toldAt === made.endedAt);
    return retryAfterOf(made) !== null && last?.kind === 'gave_up' && last.traceId === made.traceId;
  });
}

/** Whether somebody who asks the same at that moment is given a lane at once. */
async function isTakenAt(house: VirtualRelay, asked: Asked, at: number): Promise<boolean> {
  await house.live({ untilAt: at });
  const before = house.told.length;
  house.ask({ ...asked, deadlineMs: 1 });
  await house.live({ untilAt: at });
  return house.told.slice(before).some(({ kind }) => kind === 'trying');
}

/** A bucket that refills over hours is exact to a millionth of a call, which is some ms. */
function exactnessMs({ providers }: History): number {
  const isSlow = ({ window }: PlainLimit): boolean =>
    window.kind === 'refill' && (window.length === 'hour' || window.length === 'day');
  return providers.some(({ limits }) => limits.some(isSlow)) ? 1_000 : 1;
}
