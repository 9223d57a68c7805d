import { choose, type Pick } from '../../src/engine/choose.ts';
import type { World } from '../../tests/support/world.ts';
import { createHouse, keys, perMinute, searchesOf } from './house.ts';
import { chosen, manyCalls, reserved, type Question } from './question.ts';

const goal = 20;

/** One lane out of all, while nothing changes. */
export function choosing(title: string, world: World): Question {
  const searchOf = searchesOf(world);
  const decide = (): Pick => chosen(choose(searchOf(world.now)));
  return { title, decision: { decide }, calls: manyCalls, batch: 500, goal };
}

/** A minute of virtual time with so many requests that most of those who come first have nothing left towards its end. */
export function choosingAtRush(title: string): Question {
  const world = createHouse();
  const searchOf = searchesOf(world);
  const calls = keys * perMinute * 0.9;
  const start = world.now;
  let asked = 0;
  let pick = chosen(choose(searchOf(start)));
  const decide = (): Pick => (pick = chosen(choose(searchOf(world.now))));
  const take = (): void => {
    reserved(world.ledger, pick, world.now);
    asked += 1;
    world.now = Math.floor(start + (asked * 60_000) / calls);
  };
  return { title, decision: { decide, after: take }, warmup: 0, calls, batch: 2, goal };
}
