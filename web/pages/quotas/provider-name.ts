import type { ProviderQuotaView } from '../../../src/api/views/quota-view.ts';

export type Named = Pick<ProviderQuotaView, 'id' | 'name'>;

/** `Groq` for `groq`; the id of one that is not there any more. */
export function providerName(providers: readonly Named[], id: string): string {
  return providers.find((one) => one.id === id)?.name ?? id;
}
