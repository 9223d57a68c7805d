import { usedOf } from '../../src/engine/windows.ts';
import type { Breaker } from '../../src/engine/breaker.ts';
import { benchesAt } from './bench-watch.ts';
import type { CallRecord } from './virtual-call.ts';
import type { VirtualRelay } from './virtual-relay.ts';
import { thrownByWire } from './virtual-wire.ts';

/** What nobody has ended, in words; to be asked when everything is over. */
export function looseEnds(house: VirtualRelay): string[] {
  const { relay, watch, calls, told, visits, outcomes, errors } = house;
  const { ends, ledger } = watch;
  const buckets = [...ledger.all()];
  const tries = told.filter(({ kind }) => kind === 'trying').length;
  return [
    ...[...ends.values()].filter(({ length }) => length !== 1).map((how) => `reservation: ${how.join(', ')}`),
    ...calls.filter(({ end }) => end === 'running').map(({ reply }) => `running: ${reply.deed}`),
    ...buckets.filter(({ inFlight }) => inFlight !== 0).map(({ spec }) => `in flight: ${spec.id}`),
    ...buckets
      // A place that was broken off is held until its provider has heard of it.
      .filter((bucket) => bucket.counter.kind === 'in_flight' && usedOf(bucket, 1, Infinity) !== 0)
      .map(({ spec }) => `place taken: ${spec.id}`),
    ...visits
      .filter(({ isPiped, sinkEnds }) => sinkEnds !== (isPiped ? 1 : 0))
      .map(({ sinkEnds }) => `stream ended ${sinkEnds} times`),
    ...visits.filter(({ writesAfterEnd }) => writesAfterEnd > 0).map(() => 'written behind the end'),
    ...(outcomes.length === visits.length ? [] : [`${outcomes.length} traces of ${visits.length} requests`]),
    ...(tries <= ends.size && tries === calls.length
      ? []
      : [`${tries} tries, ${ends.size} reservations, ${calls.length} calls`]),
    ...(relay.running === 0 ? [] : [`${relay.running} running`]),
    ...(relay.waiting === 0 ? [] : [`${relay.waiting} waiting`]),
    ...triesForNobody(house),
    ...heldPlaces(house),
    ...timersOfNobody(house),
    ...errors.filter((error) => !isOurs(error)).map((error) => `error: ${String(error)}`),
  ];
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && error.message === thrownByWire;
}

/** Places of trials and ramps that are taken while no call runs: they would keep everybody else out. */
function heldPlaces({ pool, clock }: VirtualRelay): string[] {
  const providers = [...pool.providers.values()];
  const isHeld = ({ breaker }: { breaker: Breaker }): boolean =>
    breaker.state === 'trial' || (breaker.state === 'ramp' && breaker.running > 0);
  const tried = providers.flatMap(benchesAt).filter(({ trialUntilAt }) => trialUntilAt > clock.now());
  return [
    ...[...providers, ...pool.keys.values()].filter(isHeld).map(({ id }) => `place held: ${id}`),
    ...tried.map(({ reason }) => `trial held: ${reason}`),
  ];
}

/** Calls that were begun for somebody who had left, or went on without him. */
function triesForNobody({ told, visits, calls }: VirtualRelay): string[] {
  const left = new Map(visits.map((visit) => [visit.traceId, visit.leftAt ?? Infinity]));
  return told
    .filter(({ kind }) => kind === 'trying')
    .flatMap(({ traceId, toldAt }, index) => {
      const leftAt = left.get(traceId) ?? 0;
      if (toldAt > leftAt) return [`tried for nobody: ${traceId}`];
      return (calls[index]?.endedAt ?? 0) > leftAt ? [`went on for nobody: ${traceId}`] : [];
    });
}

/** Timers that the relay has while it serves nobody. */
export function timersOfNobody({ relay, relayClock }: VirtualRelay): string[] {
  const isIdle = relay.running === 0 && relay.waiting === 0;
  return isIdle && relayClock.waiting > 0 ? ['a timer of nobody'] : [];
}

/** Calls that a provider's own book refused. */
export function refusalsIn({ calls }: VirtualRelay): CallRecord[] {
  return calls.filter(({ refusedBy }) => refusedBy.length > 0);
}
