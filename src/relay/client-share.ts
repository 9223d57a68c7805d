import type { Limit } from '../catalog/types.ts';
import { bucketFreesAt, fits, limitOf, type Bucket, type BucketSpec } from '../engine/bucket.ts';
import { createTokenModel, estimateTokens, type Tokens } from '../engine/estimate.ts';
import type { Need } from '../engine/choose.ts';
import type { Reservation } from '../engine/reserve.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { NoriaError } from '../shared/errors.ts';

/** A limit of one of our own clients, in the words of a provider's. */
export type ClientLimit = Pick<Limit, 'unit' | 'window' | 'amount'>;

/**
 * What a client may use of the whole, counted where the providers' limits are counted: taken in one step, kept over a
 * crash, true for all processes. A client without limits costs nothing.
 */
export class ClientShare {
  readonly #ledger: Ledger;
  readonly #limitsOf: (client: string) => readonly ClientLimit[];

  constructor(ledger: Ledger, limitsOf: (client: string) => readonly ClientLimit[]) {
    this.#ledger = ledger;
    this.#limitsOf = limitsOf;
  }

  has(client: string): boolean {
    return this.#limitsOf(client).length > 0;
  }

  /**
   * Takes one request and its expected tokens.
   * @throws NoriaError pool_exhausted that says which limit of the client key is used, and until when
   */
  async take(client: string, need: Need, now: number): Promise<Reservation | null> {
    const buckets = this.bucketsOf(client);
    if (buckets.length === 0) return null;
    const { input, output } = estimateTokens(createTokenModel(), need.chars, need.maxTokens);
    const demands = buckets.map((bucket) => ({ bucket, amount: amountOf(bucket, { input, output }) }));
    const taken = await this.#ledger.reserve(demands, now);
    if (!('refusedBy' in taken)) return taken;
    const { refusedBy } = taken;
    throw limitReached(refusedBy, amountOf(refusedBy, { input, output }), now);
  }

  /** What was really used. */
  settle(reservation: Reservation, used: Tokens, now: number): void {
    const amounts = reservation.demands.map(({ bucket }) => amountOf(bucket, used));
    void this.#ledger.settle(reservation, amounts, now);
  }

  /** Looks without taking: whoever has nothing left is told so before a byte of the body is read. @throws NoriaError */
  check(client: string, now: number): void {
    for (const bucket of this.bucketsOf(client)) {
      if (!fits(bucket, 1, now)) throw limitReached(bucket, 1, now);
    }
  }

  /** The counters of a client's limits, for screens. */
  bucketsOf(client: string): Bucket[] {
    return this.#limitsOf(client).map((limit) => this.#ledger.of(specOf(client, limit)));
  }
}

function amountOf({ spec }: Bucket, tokens: Tokens): number {
  return spec.unit === 'requests' ? 1 : tokens.input + tokens.output;
}

function specOf(client: string, { unit, window, amount }: ClientLimit): BucketSpec {
  const length = window.kind === 'in_flight' ? 'in_flight' : window.length;
  return {
    id: `noria|${client}|*|${unit}|all|${length}`,
    provider: 'noria',
    owner: client,
    group: '*',
    unit,
    side: 'all',
    window,
    guardMs: 0,
    base: { amount, source: 'configured' },
  };
}

function limitReached(bucket: Bucket, amount: number, now: number): NoriaError {
  const { unit, window } = bucket.spec;
  const limit = limitOf(bucket, now);
  const span = window.kind === 'in_flight' ? 'at once' : `a ${window.length}`;
  const freesAt = amount > limit ? Infinity : bucketFreesAt(bucket, amount, now);
  const isKnown = Number.isFinite(freesAt);
  const reason = `the limit of this client key, ${limit} ${unit} ${span}, is used`;
  const when = isKnown
    ? `Try again in ${Math.max(1, Math.ceil((freesAt - now) / 1000))} s.`
    : 'This request alone is more than that.';
  return new NoriaError('pool_exhausted', `${reason[0]?.toUpperCase()}${reason.slice(1)}. ${when}`, {
    ...(isKnown ? { retryAfterMs: Math.max(0, freesAt - now) } : {}),
    blockedBy: [
      { provider: 'noria', reason, ...(isKnown ? { until: new Date(freesAt).toISOString() } : {}) },
    ],
  });
}
