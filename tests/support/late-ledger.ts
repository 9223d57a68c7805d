import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Clock } from '../../src/shared/clock.ts';

/** A ledger over a network: what is asked happens there after a time, and the answer takes as long again. */
export function lateLedger(ledger: Ledger, clock: Clock, awayMs: () => number): Ledger {
  const away = (): Promise<void> => new Promise((resolve) => clock.after(awayMs(), resolve));
  async function there<T>(act: () => T): Promise<Awaited<T>> {
    await away();
    const answer = await act();
    await away();
    return answer;
  }
  return {
    ...ledger,
    reserve: (demands) => there(() => ledger.reserve(demands, clock.now())),
    settle: (reservation, used) => there(() => ledger.settle(reservation, used, clock.now())),
    refund: (reservation) => there(() => ledger.refund(reservation, clock.now())),
  };
}
