import { choose, type Pick } from '../../src/engine/choose.ts';
import { reportBegin, reportServed } from '../../src/engine/report.ts';
import { amountOf, type Reservation } from '../../src/engine/reserve.ts';
import type { World } from '../../tests/support/world.ts';
import { createHouse, keys, need, perMinute, searchesOf } from './house.ts';
import { chosen, manyCalls, reserved, type Question } from './question.ts';

const goal = 20;

/** One lane out of all, while nothing changes. */
export function choosing(title: string, world: World): Question {
  const searchOf = searchesOf(world);
  const decide = (): Pick => chosen(choose(searchOf(world.now)));
  return { title, decision: { decide }, calls: manyCalls, batch: 500, goal };
}

/**
 * A minute of virtual time with so many requests that most of those who come first have nothing left towards its end.
 * Each is answered after a while and told to the engine as the relay tells it: what it believes of a provider changes then.
 */
export function choosingAtRush(title: string): Question {
  const world = createHouse();
  const searchOf = searchesOf(world);
  const calls = keys * perMinute * 0.9;
  const start = world.now;
  const running: Running[] = [];
  let asked = 0;
  let pick = chosen(choose(searchOf(start)));
  const decide = (): Pick => (pick = chosen(choose(searchOf(world.now))));
  const take = (): void => {
    reportBegin(pick.lane, world.now);
    running.push({ pick, reservation: reserved(world.ledger, pick, world.now), startedAt: world.now });
    asked += 1;
    world.now = Math.floor(start + (asked * 60_000) / calls);
    while (running[0] !== undefined && world.now - running[0].startedAt >= answerMs) {
      const [answered] = running.splice(0, 1);
      if (answered !== undefined) serve(world, answered);
    }
  };
  return { title, decision: { decide, after: take }, warmup: 0, calls, batch: 2, goal };
}

const answerMs = 800;

/** A call on its way. */
interface Running {
  readonly pick: Pick;
  readonly reservation: Reservation;
  readonly startedAt: number;
}

function serve({ pool, ledger, now }: World, { pick, reservation, startedAt }: Running): void {
  const tokens = { input: 270, output: 100 };
  const used = reservation.demands.map(({ bucket }) =>
    amountOf(bucket.spec, pick.lane.node.model, { tokens, seconds: 0 }),
  );
  void ledger.settle(reservation, used, now);
  reportServed(pool, pick.lane, {
    startedAt,
    firstTokenMs: null,
    totalMs: now - startedAt,
    silenceMs: null,
    outputTokens: tokens.output,
    chars: need.chars,
    now,
    isExample: true,
    reported: tokens,
  });
}
