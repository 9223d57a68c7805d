import type { TraceSkip, TraceView } from '../../../../src/api/views/trace-view.ts';

/** Each once, although it was met before every attempt; what was itself asked in this request stands in the timeline. */
export function skipsToTell({ skipped, attempts }: TraceView): readonly TraceSkip[] {
  const asked = new Set(attempts.map(laneOf));
  const seen = new Set<string>();
  return skipped.filter((skip) => {
    const lane = laneOf(skip);
    if (skip.reason === 'tried in this request' && asked.has(lane)) return false;
    const same = [lane, skip.reason, skip.until].join('\n');
    if (seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}

function laneOf({ provider, model, key }: Pick<TraceSkip, 'provider' | 'model' | 'key'>): string {
  return [provider, model, key].join('\n');
}
