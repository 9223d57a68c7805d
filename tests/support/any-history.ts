import fc from 'fast-check';
import type { Route, RoutingTable } from '../../src/engine/routing-table.ts';
import { anyAsked, anyTraffic } from './any-asked.ts';
import { anyProviders } from './any-provider.ts';
import { anyReplies, inTurn } from './any-reply.ts';
import type { Asked } from './virtual-client.ts';
import type { Reply } from './virtual-reply.ts';
import { createVirtualRelay, type VirtualRelay, type VirtualRelayOptions } from './virtual-relay.ts';
import type { WorldProvider } from './world.ts';

/** Who is asked for what, when, and what the providers do. Shrinks to its plainest form. */
export interface History {
  readonly providers: readonly WorldProvider[];
  /** One call after the other, over and over. */
  readonly replies: readonly Reply[];
  readonly asked: readonly Asked[];
  readonly routing: RoutingTable;
  readonly seed: number;
}

const route: Route = {
  strategy: null,
  steps: ['second', 'first/model-a'],
  then: ['first'],
  resume: null,
  deadlineMs: null,
};
const routes = fc.constantFrom<(Route | null)[]>(null, null, null, route, { ...route, strategy: 'race' });

export const noRoutes: RoutingTable = { routes: new Map(), aliases: new Map() };
export const anyRouting: fc.Arbitrary<RoutingTable> = routes.map((auto) => ({
  routes: new Map(auto === null ? [] : [['auto', auto]]),
  aliases: new Map(),
}));

type Drawn<T> = { readonly [Name in keyof T]: fc.Arbitrary<T[Name]> };

/** Histories of which some part is special. */
export function historiesOf(part: Partial<Drawn<History>> = {}): fc.Arbitrary<History> {
  return fc.record({
    providers: anyProviders(),
    replies: anyReplies,
    asked: anyTraffic(anyAsked),
    routing: anyRouting,
    seed: fc.nat(),
    ...part,
  });
}

export const anyHistory = historiesOf();

/** A house in which the history is about to happen. */
export function houseOf(
  { providers, replies, asked, routing, seed }: History,
  options: Partial<VirtualRelayOptions> = {},
): VirtualRelay {
  const house = createVirtualRelay({ providers, replyTo: inTurn(replies), routing, seed, ...options });
  house.askAll(asked);
  return house;
}
