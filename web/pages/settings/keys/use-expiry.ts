import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { KeyView } from '../../../../src/api/views/key-view.ts';

/** Behind the moment, so that the gateway's clock has passed it too. */
const graceMs = 250;
/** Longer timers than this overflow in browsers. */
const longestMs = 2_000_000_000;

/** When a key has waited long enough, the lists are asked for anew: no event tells of time that passes. */
export function useExpiry(keys: readonly KeyView[]): void {
  const client = useQueryClient();
  useEffect(() => {
    const now = Date.now();
    const ends = keys
      .flatMap(({ cooling_until: until }) => (until === null ? [] : [Date.parse(until)]))
      .filter((at) => at > now);
    if (ends.length === 0) return undefined;
    const wait = Math.min(ends.reduce((a, b) => Math.min(a, b)) - now + graceMs, longestMs);
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: ['keys'] }), wait);
    return () => clearTimeout(timer);
  }, [keys, client]);
}
