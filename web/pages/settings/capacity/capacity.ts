import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';

/** The numbers of accounts that are told. */
export const accountSteps = [1, 2, 3, 5, 10, 20] as const;

/** What is assumed of people. */
export interface Assumptions {
  /** Messages, each a request, in a conversation. */
  readonly messages: number;
  /** Of a person a day. */
  readonly conversations: number;
}

export interface Capacity {
  readonly requests: number;
  readonly conversations: number;
  readonly people: number;
}

type Forecast = Pick<ProviderForecastView, 'accounts' | 'capacity_per_account' | 'another_account_adds'>;

/** Requests a day of a provider with so many accounts; null = no limit is known. */
export function requestsOf(provider: Forecast, accounts: number): number | null {
  const { accounts: owned, capacity_per_account: each, another_account_adds: adds } = provider;
  return each === null ? null : each * owned + (adds ?? each) * (accounts - owned);
}

/** The same of all of them whose limits are known; without `accounts` with those that are there. */
export function requestsOfAll(providers: readonly Forecast[], accounts?: number): number {
  return providers.reduce((sum, one) => sum + (requestsOf(one, accounts ?? one.accounts) ?? 0), 0);
}

/** More accounts bring more. */
export function grows({ another_account_adds: adds }: Forecast): boolean {
  return adds !== 0;
}

/** Whole conversations, whole people. */
export function capacityOf(requests: number, { messages, conversations }: Assumptions): Capacity {
  return {
    requests,
    conversations: Math.floor(requests / messages),
    people: Math.floor(requests / (messages * conversations)),
  };
}

/** The steps, and the number that is there where it is none of them. */
export function stepsWith(owned: number): readonly number[] {
  return [...new Set([...accountSteps, owned])].filter((step) => step > 0).toSorted((a, b) => a - b);
}
