import type { LimitBook } from '../counters/limit-book.ts';
import type { Profile } from '../profile.ts';
import type { SimSpec } from '../sim-spec.ts';
import type { CallLog } from './call-log.ts';
import type { FaultDesk } from './fault-desk.ts';
import type { Gate } from './gate.ts';

export interface KeyState {
  readonly secret: string;
  readonly account: string;
  state: 'good' | 'revoked' | 'no_credit';
}

/** What all calls of one simulated provider share. */
export interface Desk {
  readonly spec: SimSpec;
  readonly profile: Profile;
  readonly clock: () => number;
  readonly log: CallLog;
  readonly faults: FaultDesk;
  readonly models: readonly string[];
  readonly gate: Gate | null;
  /** Models that were loaded once. */
  readonly warm: Set<string>;
  readonly open: { streams: number };
  readonly keys: ReadonlyMap<string, KeyState>;
  book(): LimitBook;
  nextSerial(): number;
}

export function serves(desk: Desk, model: string): boolean {
  return desk.models.includes(model) || desk.models.includes('*');
}

export function allowsKeyless({ profile, keys }: Desk): boolean {
  return profile.keyless !== undefined && (profile.keyless.onlyWithoutKeys !== true || keys.size === 0);
}

/** A local server takes no notice of whatever stands in the key's header. */
export function ignoresKeys({ profile, keys }: Desk): boolean {
  return profile.keyless?.onlyWithoutKeys === true && keys.size === 0;
}
