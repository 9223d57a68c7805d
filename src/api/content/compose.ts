import { NoriaError } from '../../shared/errors.ts';
import type { ChatMessage } from '../../upstream/wire.ts';
import type { Written } from './ask-relay.ts';
import { tellFault } from './checks/fault.ts';
import type { ContentRequest } from './content-request.ts';
import { distinct, draftsOf, mend, weigh, type Draft } from './draft.ts';
import { promptFor } from './prompt.ts';
import { repairPrompt } from './repair-prompt.ts';

export interface Composed {
  /** Finished, distinct, the best first; as many as were wanted, or those that came. */
  readonly texts: readonly string[];
  /** The call that the first of them is from. */
  readonly from: Written;
}

export type Ask = (messages: readonly ChatMessage[]) => Promise<Written>;

/**
 * One call for all texts: a model that sees them together makes them differ, and it costs one request of the quota. What is
 * wrong with them is repaired by at most one more call, then by cutting. @throws NoriaError of the relay, or
 * upstream_failed when nothing that was written can be used
 */
export async function compose(request: ContentRequest, ask: Ask): Promise<Composed> {
  const drafts = draftsOf(await ask(promptFor(request)), request, request.variants);
  const missing = request.variants - drafts.filter(isGood).length;
  const repaired = missing === 0 ? [] : await repair(request, ask, drafts, missing);
  const best = [...drafts.filter(isGood), ...repaired, ...drafts.filter((draft) => !isGood(draft))]
    .toSorted((a, b) => weigh(a) - weigh(b))
    .flatMap((draft) => mend(draft, request) ?? []);
  const texts = distinct(best).slice(0, request.variants);
  const [first] = texts;
  if (first === undefined) throw unusable([...repaired, ...drafts]);
  return { texts: texts.map(({ text }) => text), from: first.from };
}

function isGood({ faults }: Draft): boolean {
  return faults.length === 0;
}

/** A repair that cannot be had is no reason to throw away what can be mended. */
async function repair(
  request: ContentRequest,
  ask: Ask,
  drafts: readonly Draft[],
  missing: number,
): Promise<Draft[]> {
  try {
    return draftsOf(await ask(repairPrompt(request, drafts, missing)), request, missing);
  } catch (error) {
    const hasLeft = error instanceof NoriaError && error.code === 'client_closed';
    if (hasLeft || drafts.every((draft) => mend(draft, request) === null)) throw error;
    return [];
  }
}

function unusable(drafts: readonly Draft[]): NoriaError {
  const [last] = drafts;
  const why = (last?.faults ?? []).map(tellFault).join(' ');
  const error = new NoriaError(
    'upstream_failed',
    `Nothing that was written could be used, not even the second time. ${why}`,
  );
  return last === undefined ? error : Object.assign(error, { meta: last.from.meta });
}
