import type { KeyTestParts } from '../../relay/upkeep/key-test.ts';
import type { ApiContext } from '../api-context.ts';

export function testParts({ http, clock, scrub }: ApiContext): KeyTestParts {
  return { http, scrub, ticks: () => clock.ticks() };
}
