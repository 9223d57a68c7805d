import type { Block, Survey } from '../engine/blocks.ts';
import { NoriaError, type Blocker, type FailedAttempt } from '../shared/errors.ts';

/** Blockers told to the client; more would be noise. */
const mostBlockers = 20;

const quotaClasses = new Set(['rate_limited', 'quota_spent', 'overloaded']);
const keyClasses = new Set(['credential']);

export interface GiveUpInput {
  readonly seen: Survey;
  /** Epoch ms at which the first can serve, after those who wait already; Infinity = no clock says it. */
  readonly earliestAt: number;
  readonly failed: readonly FailedAttempt[];
  readonly now: number;
  /** Address of the page where a key is added. */
  readonly settingsUrl: string;
  /** The request was understood as this. */
  readonly planName: string;
}

/** The one honest error for a request that no lane can serve now. */
export function giveUp({ seen, earliestAt, failed, now, settingsUrl, planName }: GiveUpInput): NoriaError {
  const others = failed.filter(
    (attempt) => !quotaClasses.has(attempt.class) && !keyClasses.has(attempt.class),
  );
  if (others.length > 0) {
    const tries = `${failed.length} ${failed.length === 1 ? 'attempt' : 'attempts'}`;
    return new NoriaError(
      'upstream_failed',
      `No provider could answer: ${tries} failed. Last: ${others.at(-1)?.provider}: ${others.at(-1)?.message}`,
      { attempts: failed },
    );
  }
  const { lanes, soonest: blocks } = seen;
  const blocked = lanes.clock + lanes.call + lanes.owner + lanes.size + lanes.never;
  if (blocked > 0 && lanes.owner === blocked) {
    const message = `Every key that could serve ${planName} is invalid or switched off. Add or test a key at ${settingsUrl}`;
    return new NoriaError('no_provider', message, { blockedBy: blockersOf(blocks), attempts: failed });
  }
  if (lanes.size > 0 && lanes.size + lanes.never === blocked) {
    const message = `The request is larger than what any provider of ${planName} takes at once.`;
    return new NoriaError('context_too_long', message, { blockedBy: blockersOf(blocks) });
  }
  const retry = Number.isFinite(earliestAt) ? { retryAfterMs: Math.max(0, earliestAt - now) } : {};
  const when = Number.isFinite(earliestAt)
    ? `The first to be free again is in ${Math.ceil((earliestAt - now) / 1000)} s`
    : 'Nothing says when one will be free again';
  return new NoriaError(
    'pool_exhausted',
    `Everything that could serve ${planName} is at its limit. ${when}.`,
    {
      ...retry,
      blockedBy: blockersOf(blocks),
      ...(failed.length > 0 ? { attempts: failed } : {}),
    },
  );
}

/** One for each provider, key and reason. */
function blockersOf(blocks: readonly Block[]): Blocker[] {
  const seen = new Set<string>();
  const blockers: Blocker[] = [];
  for (const { lane, node, reason, until } of blocks) {
    const key = lane.key.spec.masked;
    const id = `${node.provider.id}|${lane.key.id}|${reason}`;
    if (seen.has(id)) continue;
    seen.add(id);
    blockers.push({
      provider: node.provider.id,
      model: node.model.id,
      ...(key === '' ? {} : { key }),
      reason,
      ...(Number.isFinite(until) ? { until: new Date(until).toISOString() } : {}),
    });
    if (blockers.length === mostBlockers) break;
  }
  return blockers;
}
