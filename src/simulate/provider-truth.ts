import { createLimitBook, type Caller, type Cost } from '../../fleet/counters/limit-book.ts';
import type { CallView, Profile } from '../../fleet/profile.ts';
import { profileTable } from '../../fleet/profiles/profile-table.ts';
import type { SimProfileName } from '../../fleet/sim-spec.ts';
import type { ProviderSpec } from '../engine/nodes.ts';
import type { HttpHeaders } from '../upstream/http.ts';
import { truthLimits } from './truth-limits.ts';
import type { TruthLimit } from './truth-limit.ts';

/** A provider's own side: counters that know nothing of ours, and its own words when it refuses. */
export interface ProviderTruth {
  readonly limits: readonly TruthLimit[];
  /** A call reaches the provider at `now`, epoch ms. */
  arrive(call: Arrival, now: number): Admitted | Refused;
  /** What a call of this size takes of a limit, in its unit. */
  amountOf(limit: TruthLimit, call: Pick<Arrival, 'model' | 'inputTokens'>, outputTokens: number): number;
}

export interface Arrival {
  readonly key: string;
  readonly account: string;
  readonly model: string;
  readonly inputTokens: number;
  /** The bound that was sent; null = none. */
  readonly maxTokens: number | null;
}

export interface Admitted {
  readonly kind: 'admitted';
  /** Books what was really used, and gives the headers of the answer. */
  end(outputTokens: number, now: number): HttpHeaders;
}

export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** `own`: what this provider enforces, where that is to be something else than what is known of it. */
export function createProviderTruth(spec: ProviderSpec, own?: readonly TruthLimit[]): ProviderTruth {
  const known = profileOf(spec.def.id);
  const profile = known ?? profileTable.openai;
  const limits = own ?? truthLimits(spec, known?.limits ?? null);
  const book = createLimitBook(limits);
  const models = new Map(spec.models.map((model) => [model.id, model]));
  let serial = 0;

  function costOf(model: string, inputTokens: number, outputTokens: number): Cost {
    const declared = models.get(model);
    const { usd = declared?.usdPerMillion, neurons = declared?.neuronsPerMillion } =
      profile.price?.(model) ?? {};
    const priced = (price: readonly [number, number] | undefined): number =>
      price === undefined ? 0 : (inputTokens * price[0] + outputTokens * price[1]) / 1e6;
    return { inputTokens, outputTokens, seconds: gpuSeconds, usd: priced(usd), neurons: priced(neurons) };
  }

  function viewOf(caller: Caller, now: number, costTokens: number): CallView {
    return {
      spec: { id: spec.def.id, keys: [], models: [...models.keys()] },
      caller,
      now,
      stream: false,
      path: '',
      serial,
      costTokens,
      states: () => book.states(caller, now),
    };
  }

  return {
    limits,
    arrive: (call, now) => {
      const { key, account, model, inputTokens, maxTokens } = call;
      const caller = { key, account, ip: '198.51.100.1', model };
      const reserved = profile.reserves === 'prompt_and_max' ? (maxTokens ?? 0) : 0;
      serial += 1;
      const admission = book.admit(caller, costOf(model, inputTokens, reserved), now);
      if (!admission.admitted)
        return refusal(profile, { ...viewOf(caller, now, inputTokens), blocking: admission.blocking });
      return {
        kind: 'admitted',
        end: (outputTokens, endedAt) => {
          admission.ticket.settle(costOf(model, inputTokens, outputTokens), endedAt);
          const view = viewOf(caller, endedAt, inputTokens + outputTokens);
          return profile.rateHeaders?.(view) ?? {};
        },
      };
    },
    amountOf: (limit, { model, inputTokens }, outputTokens) => {
      const cost = costOf(model, inputTokens, outputTokens);
      switch (limit.unit) {
        case 'requests':
        case 'concurrent':
          return 1;
        case 'tokens':
          if (limit.side === 'input') return inputTokens;
          return limit.side === 'output' ? outputTokens : inputTokens + outputTokens;
        default:
          return cost[limit.unit];
      }
    },
  };
}

/** What one call of a ZeroGPU Space declares. */
const gpuSeconds = 60;

function profileOf(id: string): Profile | null {
  return Object.hasOwn(profileTable, id) ? profileTable[id as SimProfileName] : null;
}

type Blocked = Parameters<Profile['failures']['refused']>[0];

function refusal(profile: Profile, blocked: Blocked): Refused {
  const { failures } = profile;
  const grantsNothing = blocked.blocking.some(({ limit }) => limit.amount === 0);
  const reply = grantsNothing
    ? failures.quotaZero(blocked)
    : (profile.largerThanBucket?.(blocked) ?? failures.refused(blocked));
  const headers = Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    kind: 'refused',
    status: reply.status,
    headers: Object.fromEntries(headers) as HttpHeaders,
    body: JSON.parse(reply.body) as unknown,
  };
}
