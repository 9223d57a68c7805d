import type { SimCall, SimCallFilter } from '../sim-spec.ts';

export type MutableCall = { -readonly [Field in keyof SimCall]: SimCall[Field] };

export interface CallLog {
  readonly calls: readonly SimCall[];
  add(call: MutableCall): void;
  count(filter?: SimCallFilter): number;
}

/** Keeps the newest calls whole, older ones without their body, and of the oldest only how many there were. */
export function createCallLog(keepCalls: number, keepBodies: number): CallLog {
  const calls: MutableCall[] = [];
  const dropped = new Map<string, { readonly sample: SimCall; calls: number }>();
  let bodiesFrom = 0;
  const trim = (): void => {
    const gone = calls.splice(0, calls.length - keepCalls);
    bodiesFrom = Math.max(0, bodiesFrom - gone.length);
    for (const call of gone) {
      const name = `${call.key}\n${call.model}\n${call.status}`;
      const sum = dropped.get(name);
      if (sum === undefined) dropped.set(name, { sample: { ...call, body: null }, calls: 1 });
      else sum.calls += 1;
    }
  };

  return {
    calls,
    add(call) {
      calls.push(call);
      // In batches: an array that loses its head at every call is slow.
      if (calls.length > keepCalls * 1.25 + 16) trim();
      while (calls.length - bodiesFrom > keepBodies) {
        const old = calls[bodiesFrom];
        if (old !== undefined) old.body = null;
        bodiesFrom += 1;
      }
    },
    count(filter = {}) {
      let found = 0;
      for (const call of calls) if (fits(call, filter)) found += 1;
      for (const sum of dropped.values()) if (fits(sum.sample, filter)) found += sum.calls;
      return found;
    },
  };
}

function fits(call: SimCall, filter: SimCallFilter): boolean {
  return (
    (filter.key === undefined || filter.key === call.key) &&
    (filter.model === undefined || filter.model === call.model) &&
    (filter.status === undefined || filter.status === call.status)
  );
}
