import { openTally } from '../relay/tally.ts';
import { sendClients } from './clients.ts';
import type { DayPlan } from './day-plan.ts';
import type { DayResult } from './day-result.ts';
import { liveThrough } from './live-through.ts';
import { presentDay } from './present-day.ts';
import { createSavings } from './savings.ts';
import { createSimWorld } from './sim-world.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** ms; the longest that a timer takes: nothing is flushed before the day is over. */
const flushEveryMs = 2_147_483_647;

/**
 * Lives a day of traffic in virtual time through the real relay. The same plan gives the same result.
 * @throws what the relay breaks on
 */
export async function simulateDay(plan: DayPlan): Promise<DayResult> {
  const clock = createVirtualClock(plan.traffic.startAt);
  const faults: unknown[] = [];
  const onError = (fault: unknown): void => void faults.push(fault);
  const savings = createSavings();
  const tally = await openTally({ usage: savings, now: () => clock.now(), flushEveryMs, onError });
  const { relay, sides } = createSimWorld({ plan, clock, listener: tally.listen, onError });
  const clients = sendClients({ plan, relay, clock, onFault: onError });
  await liveThrough(clock, () => clients.isDone || faults.length > 0);
  await tally.close();
  if (faults.length > 0)
    throw new Error(`the simulated gateway broke: ${String(faults[0])}`, { cause: faults[0] });
  if (!clients.isDone) {
    throw new Error(`${clients.open} requests have no end: they wait for something that no clock rings`);
  }
  return presentDay({ plan, counts: clients.counts, sides, savedUsd: savings.usd() });
}
