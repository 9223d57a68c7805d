import type { ErrorRule, ProviderErrorClass, Unit, WindowLength } from '../catalog/types.ts';
import type { Classification } from './classification.ts';
import type { StatedLimit } from './error-limits.ts';

/** What a row's class means to the engine, before the facts of this one answer are filled in. */
export type Folded =
  | {
      readonly class: 'rate_limited' | 'quota_spent';
      readonly unit: Unit | null;
      readonly window: WindowLength | null;
      readonly account?: true;
    }
  | { readonly class: 'too_long'; readonly bucket: boolean }
  | { readonly class: 'overloaded'; readonly scope: 'model' | 'provider' }
  | { readonly class: 'caller_fault' }
  | Finished;

/** Classes to which an answer adds nothing. */
export type Finished = Unsaid<
  Extract<
    Classification,
    {
      class:
        | 'credential'
        | 'model_forbidden'
        | 'model_gone'
        | 'content_refused'
        | 'transient'
        | 'timeout'
        | 'empty_answer'
        | 'unknown';
    }
  >
>;

type Unsaid<T> = T extends unknown ? Omit<T, 'rule' | 'confidence' | 'status' | 'message'> : never;

const key = { class: 'credential', scope: 'key' } as const;
const forbiddenModel = { class: 'model_forbidden', scope: 'account_model' } as const;
const goneModel = { class: 'model_gone', scope: 'model' } as const;
const goneForAccount = { class: 'model_gone', scope: 'account_model' } as const;
const busyModel = { class: 'overloaded', scope: 'model' } as const;
const busyProvider = { class: 'overloaded', scope: 'provider' } as const;
const caller = { class: 'caller_fault' } as const;
const laneHiccup = { class: 'transient', scope: 'lane' } as const;
/** An answered 5xx may be the key's or the provider's: the health rules decide. */
const hiccup = { class: 'transient', scope: 'key' } as const;
const providerHiccup = { class: 'transient', scope: 'provider' } as const;
const credit = { class: 'quota_spent', unit: 'usd', window: null, account: true } as const;

const limited = (unit: Unit | null, window: WindowLength | null) =>
  ({ class: 'rate_limited', unit, window }) as const;
const spent = (window: WindowLength | null) => ({ class: 'quota_spent', unit: null, window }) as const;

/** Every class of the catalog, so that a new one cannot be forgotten here. */
export const folds: Readonly<Record<ProviderErrorClass, Folded>> = {
  auth_invalid: key,
  auth_invalid_or_scope: key,
  blocked_or_invalid_token: key,

  forbidden: forbiddenModel,
  forbidden_model: forbiddenModel,
  forbidden_or_region: forbiddenModel,
  gated_or_scope: forbiddenModel,
  permission: { class: 'model_forbidden', scope: 'key' },
  region_blocked: { class: 'model_forbidden', scope: 'provider' },
  moderation_or_permission: { class: 'content_refused', scope: 'none' },
  model_not_in_plan: forbiddenModel,
  model_not_available: forbiddenModel,
  model_not_enabled: forbiddenModel,

  credit_exhausted: credit,
  billing: credit,
  quota_minute: limited(null, 'minute'),
  quota: limited(null, null),
  concurrency: limited('concurrent', null),
  above_dynamic_rate: limited(null, 'second'),
  upstream_or_hub_quota: limited(null, null),
  quota_session: limited(null, null),
  quota_day: spent('day'),
  quota_week: spent(null),
  quota_month: spent('month'),

  model_gone: goneModel,
  model_retired: goneModel,
  model_missing: goneModel,
  not_found: goneModel,
  model_gone_or_policy: goneForAccount,
  model_gone_or_no_access: goneForAccount,
  provider_retired: { class: 'model_gone', scope: 'provider' },

  capacity: busyModel,
  capacity_below_rate: busyModel,
  upstream_busy: busyModel,
  model_shared_capacity: busyModel,
  flex_capacity: busyModel,
  model_loading: busyModel,
  provider_degraded: busyModel,
  no_provider: busyModel,
  provider_overloaded: busyModel,
  queue_full: busyModel,
  overloaded: busyProvider,
  queue_full_local: busyProvider,
  queue_full_or_starting: busyProvider,

  request_larger_than_tpm_bucket: { class: 'too_long', bucket: true },
  request_too_large: { class: 'too_long', bucket: false },

  bad_request: caller,
  bad_request_or_too_long: caller,
  validation: caller,
  unprocessable: caller,
  bad_input: caller,
  bad_inputs: caller,
  // A Space that sleeps, or whose Gradio has the other prefix: nothing the caller did.
  wrong_api_prefix_or_sleeping: providerHiccup,

  bad_model_output: laneHiccup,
  model_error: laneHiccup,
  app_error: laneHiccup,
  // Reached only when no field inside says what the error is.
  inband_error: laneHiccup,

  transient: hiccup,
  failed_dependency: hiccup,
  provider_down: laneHiccup,
  session_lost: laneHiccup,
  cloud_unreachable: providerHiccup,
  timeout: { class: 'timeout', scope: 'lane', phase: 'first_token' },
  edge_timeout: { class: 'timeout', scope: 'lane', phase: 'first_token' },
  client_cancelled: { class: 'transient', scope: 'none' },
};

const ambiguous: ReadonlySet<ProviderErrorClass> = new Set([
  'auth_invalid_or_scope',
  'blocked_or_invalid_token',
  'forbidden_or_region',
  'moderation_or_permission',
  'bad_request_or_too_long',
  'unprocessable',
  'inband_error',
]);

/** Whether a row says one thing, and on good evidence. */
export function isSure(rule: ErrorRule): boolean {
  return rule.evidence !== 'C' && !ambiguous.has(rule.class);
}

/** Unit and window by the body where it names them, else by the class. */
export function dimensionOf(
  folded: Extract<Folded, { class: 'rate_limited' | 'quota_spent' }>,
  stated: StatedLimit,
): { readonly unit: Unit | null; readonly window: WindowLength | null } {
  return { unit: stated.unit ?? folded.unit, window: stated.window ?? folded.window };
}
