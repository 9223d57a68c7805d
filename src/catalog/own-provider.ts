import { openaiErrors, openaiRateHeaders } from './openai-dialect.ts';
import { unlistedModel } from './unlisted-model.ts';
import type { KeepWarm, Provider, ProviderTier, WireName } from './types.ts';

export interface OwnProviderSpec {
  readonly id: string;
  readonly wire: WireName;
  readonly baseUrl: string;
  /** The ids the server knows; empty = learned from its own list. */
  readonly models: readonly string[];
  /** Default `local`: no quota, and it never leaves the owner's machines. */
  readonly tier?: ProviderTier;
}

/** Servers that load on demand unload at the earliest after 5 idle minutes, as Ollama does. */
export const ownKeepWarm: KeepWarm = {
  everyMs: 4 * 60_000,
  note: 'nobody knows what server it is: soon enough for the least patient one',
};

/** Before everything that is paid, after the free tiers. */
const ORDER = 190;

/** A provider for the owner's own server. No limits are known: what its headers state is learned. */
export function ownProvider(spec: OwnProviderSpec): Provider {
  return {
    id: spec.id,
    name: spec.id,
    wire: spec.wire,
    tier: spec.tier ?? 'local',
    order: ORDER,
    baseUrl: spec.baseUrl.replace(/\/+$/, ''),
    auth: { header: 'authorization', scheme: 'Bearer', optional: true },
    key: { prefixes: [], evidence: 'C', url: spec.baseUrl },
    test: { method: 'GET', url: '/models', cost: 'free', provesKey: true, badStatuses: [401], evidence: 'C' },
    modelList: { url: '/models', shape: 'openai', complete: true },
    quota: { scope: 'account', groups: [], windows: { minute: { kind: 'refill', length: 'minute' } } },
    rateHeaders: openaiRateHeaders,
    errors: openaiErrors,
    streaming: { usage: 'on_request', doneMarker: true, rateHeaders: true },
    params: {},
    models: spec.models.map((id) => unlistedModel(id, { provider: null, purpose: null })),
    terms: { url: spec.baseUrl, several_accounts: 'Yours to say.', evidence: 'C' },
    docs: spec.baseUrl,
    asOf: '',
  };
}
