import type { Tokens } from '../engine/estimate.ts';
import type { Lane } from '../engine/nodes.ts';
import type { Pick } from '../engine/choose.ts';
import { windowOf } from '../engine/demands.ts';
import { amountOf, type Reservation, type Spending } from '../engine/reserve.ts';
import { reportClosed } from '../engine/report.ts';
import type { Ledger, Soon } from '../ledger/ledger.ts';
import type { Attempt, AttemptFailure } from './attempt.ts';

/** What really happened with a reservation: everything back, or what was used. */
export type Account =
  | { readonly kind: 'refund' }
  | {
      readonly kind: 'settle';
      readonly spending: Spending;
      /** The call was broken off: its provider may not know yet. */
      readonly lingers?: boolean;
    };

/**
 * What counts follows the provider: an answered 5xx, a cancelled and a cut stream are counted; a connection that never
 * carried the request is not; a refusal for quota is not, unless this provider counts it.
 */
export function accountOf(pick: Pick, attempt: Attempt, failure: AttemptFailure | null): Account {
  if (!attempt.wasSent) return { kind: 'refund' };
  const { spending } = pick;
  if (failure === null)
    return {
      kind: 'settle',
      spending: {
        ...spending,
        tokens: usedTokens(pick, attempt),
        seconds: attempt.wholeSeconds ?? spending.seconds,
      },
    };
  if (failure.kind === 'answer' && failure.answer.status === 429) {
    const counted = pick.lane.node.provider.spec.def.quota.counts429 === true;
    return counted ? { kind: 'settle', spending: nothing } : { kind: 'refund' };
  }
  if (failure.kind === 'answer' && failure.answer.status >= 400 && failure.answer.status < 500) {
    return { kind: 'settle', spending: nothing };
  }
  return {
    kind: 'settle',
    spending: { ...spending, tokens: usedTokens(pick, attempt) },
    lingers: failure.kind === 'aborted' || failure.kind === 'timeout',
  };
}

const nothing: Spending = { tokens: { input: 0, output: 0 }, seconds: 0, refused: true };

interface Held {
  readonly reservation: Reservation;
  readonly pick: Pick;
}

/** What the provider reported, as far as it can be true: no call uses more than the model's window on either side. */
export function reportedTokens(attempt: Attempt, lane: Lane): Tokens | null {
  const told = attempt.wholeUsage ?? attempt.state?.usage ?? null;
  if (told === null) return null;
  const most = windowOf(lane.node.model) ?? largestWindow;
  return { input: Math.min(told.input, most), output: Math.min(told.output, most) };
}

/** As reported, else the prompt as estimated and as many tokens as pieces came. */
export function usedTokens(pick: Pick, attempt: Attempt): Tokens {
  return reportedTokens(attempt, pick.lane) ?? estimated(pick, attempt);
}

/** Tokens; larger than any window there is. */
const largestWindow = 2_000_000;

function estimated(pick: Pick, attempt: Attempt): Tokens {
  const { tokens } = pick.spending;
  return { input: tokens.input, output: attempt.state === null ? tokens.output : attempt.state.pieces };
}

/** Gives back or settles; what was settled for each demand, null = all was given back. */
export function closeAccount(
  ledger: Ledger,
  { reservation, pick }: Held,
  account: Account,
  now: number,
): readonly number[] | null {
  if (account.kind === 'refund') {
    closed(pick.lane, ledger.refund(reservation, now));
    return null;
  }
  const used = reservation.demands.map(({ bucket }) =>
    bucket.spec.unit === 'concurrent'
      ? Number(account.lingers === true)
      : amountOf(bucket.spec, pick.lane.node.model, account.spending),
  );
  closed(pick.lane, ledger.settle(reservation, used, now));
  return used;
}

/** Once the ledger has it, there may be room for others. */
export function closed(lane: Lane, soon: Soon<void>): void {
  if (soon instanceof Promise) void soon.then(() => reportClosed(lane));
  else reportClosed(lane);
}
