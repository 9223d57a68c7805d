import { survey } from '../../src/engine/blocks.ts';
import { choose } from '../../src/engine/choose.ts';
import { foresee } from '../../src/engine/foresee.ts';
import { noteChange } from '../../src/engine/shut.ts';
import { giveUp } from '../../src/relay/give-up.ts';
import type { World } from '../../tests/support/world.ts';
import { searchesOf } from './house.ts';
import { fewCalls, type Question } from './question.ts';

const goal = 50;
const ahead = 16;

/** What the relay does when nobody can serve: it looks, and then the client is told when to come back, or joins a line. */
export function exhausted(how: string, world: World): Question[] {
  const { now } = world;
  const searchOf = searchesOf(world);
  const look = (): null => {
    if (choose(searchOf(now)) !== null) throw new Error('somebody can serve');
    return null;
  };
  const refuse = (): Error => {
    look();
    const seen = survey(searchOf(now), 40);
    return giveUp({ seen, earliestAt: seen.earliestAt, failed: [], now, settingsUrl: '', planName: 'auto' });
  };
  const line = Array.from({ length: ahead }, () => searchOf(now));
  const foretell = (): number => {
    look();
    return foresee(searchOf(now), line);
  };
  const calls = fewCalls;
  // As when a call has ended at each of them: nothing that was seen before is believed any more.
  const change = (): void => world.pool.providers.forEach(noteChange);
  return [
    { title: `${how}: nobody is found`, decision: { decide: look }, calls: calls * 2, batch: 3, goal },
    {
      title: '  the same after a change at every provider',
      decision: { before: change, decide: look },
      calls,
      batch: 1,
      goal,
    },
    {
      title: '  and the client is told when to come back',
      decision: { decide: refuse },
      calls,
      batch: 1,
      goal,
    },
    { title: `  and it is foreseen behind ${ahead}`, decision: { decide: foretell }, calls, batch: 1, goal },
  ];
}
