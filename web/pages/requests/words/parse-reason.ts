/** Sentences of the gateway that say all there is to say. */
const plain = {
  'tried in this request': 'triedHere',
  'provider is failing': 'providerFailing',
  'key is resting': 'keyResting',
  'key disabled': 'keyDisabled',
  'key invalid': 'keyInvalid',
  'not granted in this plan': 'notGranted',
  'the model is gone': 'modelGone',
  overloaded: 'overloaded',
  'the provider refused the key, perhaps for its scope': 'scope',
  'several keys were limited at once: this address or a shared account': 'sharedAddress',
  'switched off by its owner': 'switchedOff',
  'not in the provider’s list of models': 'unlisted',
} as const;

export type Reason =
  | { readonly kind: 'plain'; readonly name: (typeof plain)[keyof typeof plain] }
  | { readonly kind: 'used'; readonly limit: number; readonly unit: string; readonly window?: string }
  | { readonly kind: 'at_once'; readonly limit: number }
  | {
      readonly kind: 'too_large';
      readonly amount: number;
      readonly limit: number;
      readonly unit: string;
      readonly window?: string;
    }
  | RefusedReason;

/** By the provider, which may have said what there is too little of. */
export interface RefusedReason {
  readonly kind: 'refused';
  readonly name: 'rateLimited' | 'quotaSpent';
  readonly unit?: string;
  readonly window?: string;
}

export interface ParsedReason {
  /** null = words that are not known here. */
  readonly reason: Reason | null;
  /** One call is trying whether it still holds. */
  readonly isTried: boolean;
}

const trial = ': one call tries it';
const atOnce = /^(?<limit>\d+) at once are running$/;
const used = /^(?<limit>[\d.]+) (?<unit>\w+)(?: a (?<window>\w+))? are used$/;
const tooLarge =
  /^request of about (?<amount>\d+) (?<unit>\w+) exceeds the limit of (?<limit>[\d.]+)(?: a (?<window>\w+))?$/;
const refused = /^(?<what>rate limited|quota spent)(?: \((?<unit>\w+)??(?: ?a (?<window>\w+))?\))?$/;

/** The words of src/engine/blocks.ts and of what keeps a lane from serving, taken apart. */
export function parseReason(text: string): ParsedReason {
  const isTried = text.endsWith(trial);
  const words = isTried ? text.slice(0, -trial.length) : text;
  return { reason: plainReason(words) ?? countedReason(words) ?? refusedReason(words), isTried };
}

function plainReason(words: string): Reason | null {
  if (!Object.hasOwn(plain, words)) return null;
  return { kind: 'plain', name: plain[words as keyof typeof plain] };
}

function countedReason(words: string): Reason | null {
  const running = atOnce.exec(words)?.groups;
  if (running !== undefined) return { kind: 'at_once', limit: Number(running.limit) };
  const large = tooLarge.exec(words)?.groups;
  if (large !== undefined) return { kind: 'too_large', amount: Number(large.amount), ...limitOf(large) };
  const full = used.exec(words)?.groups;
  return full === undefined ? null : { kind: 'used', ...limitOf(full) };
}

function refusedReason(words: string): Reason | null {
  const said = refused.exec(words)?.groups;
  if (said === undefined) return null;
  return {
    kind: 'refused',
    name: said.what === 'rate limited' ? 'rateLimited' : 'quotaSpent',
    ...(said.unit === undefined ? {} : { unit: said.unit }),
    ...windowOf(said),
  };
}

function limitOf(groups: Readonly<Record<string, string>>): {
  limit: number;
  unit: string;
  window?: string;
} {
  return { limit: Number(groups.limit), unit: groups.unit ?? '', ...windowOf(groups) };
}

function windowOf({ window }: Readonly<Record<string, string | undefined>>): { window?: string } {
  return window === undefined ? {} : { window };
}
