import { blocksOf } from '../../src/engine/blocks.ts';
import type { Pool } from '../../src/engine/pool.ts';
import { stepsOf } from './world.ts';

/** The lanes that may serve a small request at a moment, and why the others may not. */
export function openLanes(pool: Pool, now: number): string[] {
  const blocks = blocksOf({
    pool,
    steps: stepsOf(pool),
    need: { chars: 100, maxTokens: 20, seconds: 0 },
    tried: { lanes: new Set(), models: new Set() },
    order: 'steady',
    now,
  });
  return blocks.map(
    ({ lane, reason, until }) => `${lane.key.id} ${lane.node.model.id}: ${reason} until ${until}`,
  );
}
