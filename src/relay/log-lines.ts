import type { Classification } from '../engine/classification.ts';
import type { Lane } from '../engine/nodes.ts';
import { runsHere } from '../engine/runs-here.ts';
import type { Log } from '../shared/log.ts';
import type { RelayListener } from './events.ts';

/** One line for each attempt as it begins, one for each that failed, and one for the end of each request. */
export function logLines(log: Log, now: () => number): RelayListener {
  const words = laneWords(log);
  return (event, traceId) => {
    switch (event.kind) {
      case 'trying': {
        const own = words(event.lane);
        log.quick(`"trace":"${traceId}",${own.fields},"attempt":${event.attempt}`, own.tries);
        return;
      }
      case 'failed':
        log.warn(
          {
            trace: traceId,
            ...fields(event.lane),
            class: event.fault.class,
            status: event.fault.status,
            ms: Math.round(event.tookMs),
          },
          `${named(event.lane)}: ${faultWords(event.fault, event.lane, now())}, ${sequel(event.fault)}`,
        );
        return;
      case 'served': {
        const own = words(event.lane);
        log.quick(
          `"trace":"${traceId}",${own.fields},"attempts":${event.attempts},"ms":${Math.round(event.requestMs)},"overhead_ms":${round(event.overheadMs)},"tokens_in":${event.inputTokens},"tokens_out":${event.outputTokens}`,
          event.firstTokenMs === null
            ? `${own.name}: ok in ${Math.round(event.tookMs)} ms`
            : `${own.name}: ok in ${Math.round(event.tookMs)} ms (first token ${Math.round(event.firstTokenMs)} ms)`,
        );
        if (runsHere(event.lane.node) && event.purpose === null)
          log.info({ trace: traceId }, `local fallback served ${event.lane.node.model.id}`);
        return;
      }
      case 'left':
        log.info(
          { trace: traceId, ...fields(event.lane), ms: Math.round(event.tookMs) },
          `${named(event.lane)}: the client left, call aborted`,
        );
        return;
      case 'racing':
        log.info({ trace: traceId }, `race of ${event.lanes.length}: ${event.lanes.map(placeOf).join(', ')}`);
        return;
      case 'race_lost':
        log.warn({ trace: traceId }, `race failed, falling back to ${placeOf(event.next)}`);
        return;
      case 'hedging':
        log.info(
          { trace: traceId, ms: Math.round(event.afterMs) },
          `no content after ${duration(event.afterMs)}: asking ${placeOf(event.lane)} as well`,
        );
        return;
      case 'beaten':
        log.debug(
          { trace: traceId, ...fields(event.lane) },
          `${named(event.lane)}: another was first, call aborted`,
        );
        return;
      case 'resuming':
        log.warn(
          { trace: traceId, chars: event.afterChars },
          `stream broke after ${event.afterChars} characters: ${placeOf(event.lane)} goes on`,
        );
        return;
      case 'waiting':
        log.info(
          { trace: traceId, ms: Math.round(event.forMs) },
          `everything is busy: waiting up to ${duration(event.forMs)}`,
        );
        return;
      case 'gave_up':
        // A call of Noria itself that fails is nobody's trouble.
        log[event.purpose === null ? 'warn' : 'debug'](
          { trace: traceId, code: event.code, attempts: event.attempts, ms: Math.round(event.tookMs) },
          `request ${traceId}: ${event.code} after ${event.attempts} ${event.attempts === 1 ? 'attempt' : 'attempts'}`,
        );
        return;
      default:
        event satisfies never;
    }
  };
}

/** What each line of a lane says of it, ready to be written. */
interface LaneWords {
  /** As JSON, secrets hidden. */
  readonly fields: string;
  readonly name: string;
  /** `groq key 1/5 gsk_abc1...xyz9 → llama-3.3-70b: trying`. */
  readonly tries: string;
  /** While both hold, the words do. */
  readonly keys: number;
  readonly place: number;
}

/** Made once for each lane, and again when its provider's keys have changed. */
function laneWords(log: Log): (lane: Lane) => LaneWords {
  const known = new WeakMap<Lane, LaneWords>();
  return (lane) => {
    const { keys } = lane.node.provider;
    const old = known.get(lane);
    if (old !== undefined && old.keys === keys.length && keys[old.place] === lane.key) return old;
    const name = log.clean(named(lane));
    const asked = [named(lane), lane.key.spec.masked].filter((part) => part !== '').join(' ');
    const fresh = {
      fields: log.asFields(fields(lane)),
      name,
      tries: log.clean(`${asked} → ${lane.node.model.id}: trying`),
      keys: keys.length,
      place: keys.indexOf(lane.key),
    };
    known.set(lane, fresh);
    return fresh;
  };
}

/** `groq key 1/5`. A provider without keys is only named. */
function named({ key, node }: Lane): string {
  const { keys } = node.provider;
  return key.spec.secret === ''
    ? node.provider.id
    : `${node.provider.id} key ${keys.indexOf(key) + 1}/${keys.length}`;
}

function placeOf({ node }: Lane): string {
  return node.provider.id;
}

function fields({ key, node }: Lane): Record<string, unknown> {
  return { provider: node.provider.id, model: node.model.id, key: key.spec.masked };
}

function faultWords(fault: Classification, lane: Lane, now: number): string {
  switch (fault.class) {
    case 'rate_limited':
    case 'quota_spent': {
      const until = Math.max(
        lane.accountModel.untilAt,
        lane.key.bench.untilAt,
        lane.key.account.bench.untilAt,
        lane.node.bench.untilAt,
        lane.node.provider.bench.untilAt,
      );
      const what = fault.class === 'quota_spent' ? 'quota spent' : 'rate limited';
      return until > now ? `${what} for ${duration(until - now)}` : what;
    }
    case 'credential':
      return 'key refused, marked invalid';
    case 'model_gone':
      return `${lane.node.model.id} is gone`;
    case 'timeout':
    case 'network':
    case 'empty_answer':
      return fault.message;
    default:
      return `${fault.class.replaceAll('_', ' ')}${fault.status === 0 ? '' : ` (${fault.status})`}`;
  }
}

function sequel(fault: Classification): string {
  if (fault.class === 'caller_fault' || fault.class === 'content_refused') return 'told the client';
  return fault.class === 'rate_limited' || fault.class === 'credential' ? 'next key' : 'next';
}

function duration(ms: number): string {
  if (ms < 1_000) return `${Math.ceil(ms)} ms`;
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
