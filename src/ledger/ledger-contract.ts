import { expect, it } from 'vitest';
import { spareOf, type Bucket, type BucketSpec } from '../engine/bucket.ts';
import type { Reservation } from '../engine/reserve.ts';
import type { Ledger } from './ledger.ts';

const now = Date.UTC(2026, 10, 21, 12);

export function specFor(name: string, amount: number, unit: BucketSpec['unit'] = 'requests'): BucketSpec {
  return {
    id: `p|acc|${name}|${unit}|all|minute`,
    provider: 'p',
    owner: 'acc',
    group: name,
    unit,
    side: 'all',
    window: unit === 'concurrent' ? { kind: 'in_flight' } : { kind: 'fixed', length: 'minute', zone: 'UTC' },
    guardMs: 0,
    base: { amount, source: 'declared' },
  };
}

async function reserved(
  ledger: Ledger,
  demands: readonly { bucket: Bucket; amount: number }[],
): Promise<Reservation> {
  const taken = await ledger.reserve(demands, now);
  if ('refusedBy' in taken) throw new Error(`refused by ${taken.refusedBy.spec.id}`);
  return taken;
}

/** What every ledger keeps, in memory or elsewhere. */
export function ledgerContract(open: () => Promise<Ledger> | Ledger): void {
  it('gives one bucket for one id', async () => {
    const ledger = await open();
    expect(ledger.of(specFor('a', 3))).toBe(ledger.of(specFor('a', 3)));
  });

  it('takes from every bucket or from none', async () => {
    const ledger = await open();
    const [roomy, narrow] = [ledger.of(specFor('roomy', 10)), ledger.of(specFor('narrow', 1))];
    const refusal = await ledger.reserve(
      [
        { bucket: roomy, amount: 2 },
        { bucket: narrow, amount: 2 },
      ],
      now,
    );
    expect(refusal).toEqual({ refusedBy: narrow });
    expect(spareOf(roomy, now)).toBe(10);
  });

  it('never gives more than there is to callers of one moment', async () => {
    const ledger = await open();
    const bucket = ledger.of(specFor('crowd', 30));
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ledger.reserve([{ bucket, amount: 1 }], now)),
    );
    expect(answers.filter((answer) => !('refusedBy' in answer))).toHaveLength(30);
    expect(spareOf(bucket, now)).toBe(0);
  });

  it('settles to what was really used, below zero too', async () => {
    const ledger = await open();
    const bucket = ledger.of(specFor('tokens', 100, 'tokens'));
    const less = await reserved(ledger, [{ bucket, amount: 60 }]);
    await ledger.settle(less, [20], now);
    expect(spareOf(bucket, now)).toBe(80);
    const more = await reserved(ledger, [{ bucket, amount: 60 }]);
    await ledger.settle(more, [130], now);
    expect(spareOf(bucket, now)).toBe(-50);
  });

  it('refunds everything', async () => {
    const ledger = await open();
    const bucket = ledger.of(specFor('refund', 5));
    await ledger.refund(await reserved(ledger, [{ bucket, amount: 5 }]), now);
    expect(spareOf(bucket, now)).toBe(5);
  });

  it('frees a concurrent place when the call ends, however it ends', async () => {
    const ledger = await open();
    const bucket = ledger.of(specFor('at once', 1, 'concurrent'));
    const first = await reserved(ledger, [{ bucket, amount: 1 }]);
    expect(await ledger.reserve([{ bucket, amount: 1 }], now)).toEqual({ refusedBy: bucket });
    await ledger.settle(first, [1], now);
    await ledger.refund(await reserved(ledger, [{ bucket, amount: 1 }]), now);
    expect(spareOf(bucket, now)).toBe(1);
  });

  it('ends every reservation exactly once: a second end throws', async () => {
    const ledger = await open();
    const bucket = ledger.of(specFor('once', 5));
    const reservation = await reserved(ledger, [{ bucket, amount: 1 }]);
    await ledger.settle(reservation, [1], now);
    await expect(async () => ledger.refund(reservation, now)).rejects.toThrow('twice');
    await expect(async () => ledger.settle(reservation, [1], now)).rejects.toThrow('twice');
    expect(spareOf(bucket, now)).toBe(4);
  });

  it('learns limits and what is left from news, never raising what is left by it', async () => {
    const ledger = await open();
    const bucket = ledger.of(specFor('news', 10));
    ledger.tell(bucket, { kind: 'limit', amount: 20 }, now);
    expect(spareOf(bucket, now)).toBe(20);
    ledger.tell(bucket, { kind: 'remaining', amount: 6 }, now);
    ledger.tell(bucket, { kind: 'remaining', amount: 15 }, now);
    expect(spareOf(bucket, now)).toBe(6);
    ledger.tell(bucket, { kind: 'drained' }, now);
    expect(spareOf(bucket, now)).toBe(0);
    expect(spareOf(bucket, now + 60_000)).toBe(20);
  });

  it('forgets a learned limit that nobody confirmed for a day', async () => {
    const ledger = await open();
    const bucket = ledger.of(specFor('aging', 10));
    ledger.tell(bucket, { kind: 'limit', amount: 3 }, now);
    expect(spareOf(bucket, now + 86_400_000 - 1)).toBe(3);
    expect(spareOf(bucket, now + 86_400_000)).toBe(10);
  });

  it('finds learned buckets by their place', async () => {
    const ledger = await open();
    const bucket = ledger.of({ ...specFor('found', 0), base: null });
    expect(ledger.learnedFor('p', 'acc', 'found')).toEqual([bucket]);
    expect(ledger.learnedFor('p', 'other', 'found')).toEqual([]);
  });
}
