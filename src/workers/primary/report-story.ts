import type { Lane } from '../../engine/nodes.ts';
import type { Pool } from '../../engine/pool.ts';
import { reportAbandoned, reportBeaten, reportFailed, reportServed } from '../../engine/report.ts';
import type { RelayListener } from '../../relay/events.ts';
import { isOptionalParam } from '../../upstream/openai/request.ts';
import type { EventOf, Story } from '../messages.ts';

export interface StoryParts {
  readonly pool: Pool;
  /** Counters and screens of the primary. */
  readonly hear: RelayListener;
}

/** A call that a worker made: its lane, and when it began here, epoch ms. */
export interface ToldCall {
  readonly lane: Lane;
  readonly begunAt: number;
}

/** Teaches the one engine what a worker's attempt showed, in the words in which the relay teaches its own. */
export function reportStory({ pool, hear }: StoryParts, call: ToldCall, story: Story, now: number): void {
  const { lane, begunAt: startedAt } = call;
  switch (story[0]) {
    case 'left': {
      const [, traceId] = story;
      reportAbandoned(lane, { startedAt, now });
      if (traceId !== undefined) hear({ kind: 'left', lane, attempt: 1, tookMs: now - startedAt }, traceId);
      return;
    }
    case 'beaten':
      return reportBeaten(lane, { startedAt, now });
    case 'failed': {
      const [, event, traceId] = story;
      reportFailed(pool, lane, event.fault, { startedAt, now });
      noteRefusedParam(lane, event);
      return hear({ ...event, lane }, traceId);
    }
    case 'served': {
      const [, event, traceId] = story;
      reportServed(pool, lane, servedOf(event, { startedAt, now }));
      return hear({ ...event, lane }, traceId);
    }
    default:
      story satisfies never;
  }
}

/** What is learned for estimates (tokens a character, silences) is learned where the call was made. */
function servedOf(
  { firstTokenMs, tookMs, outputTokens, purpose }: EventOf<'served'>,
  { startedAt, now }: { readonly startedAt: number; readonly now: number },
): Parameters<typeof reportServed>[2] {
  return {
    startedAt,
    firstTokenMs,
    totalMs: tookMs,
    silenceMs: null,
    outputTokens,
    chars: 0,
    now,
    isExample: purpose === null,
    reported: null,
  };
}

/** A parameter that can be left out is left out from then on, by everybody. */
function noteRefusedParam({ node }: Lane, { fault }: EventOf<'failed'>): void {
  if (fault.class === 'caller_fault' && fault.field !== null && isOptionalParam(fault.field))
    node.refusedParams.add(fault.field);
}
