import type { Provider } from '../../catalog/types.ts';
import type { ProviderSpec } from '../../engine/nodes.ts';
import { originalOf } from '../../keyring/provider-overrides.ts';
import type { ProviderView } from '../views/provider-view.ts';

type Origin = Pick<
  ProviderView,
  | 'in_catalog'
  | 'prefixes'
  | 'key_url'
  | 'as_of'
  | 'changed'
  | 'own'
  | 'needs_account_id'
  | 'key_format'
  | 'key_optional'
  | 'simulated'
>;

/**
 * Where a provider and its keys come from. Of one that its owner described nobody knows more.
 * @param def null = it is not in the catalog
 * @param spec null = it is not in use
 */
export function presentOrigin(def: Provider | null, spec: ProviderSpec | null): Origin {
  const original = spec === null ? null : originalOf(spec);
  const needsAccount = def?.key.accountEnv !== undefined;
  return {
    in_catalog: def !== null,
    prefixes: def?.key.prefixes ?? [],
    key_url: def === null || def.auth.scheme === 'none' ? null : def.key.url,
    as_of: def?.asOf ?? null,
    changed: original !== null && original !== spec,
    own: spec !== null && original === null,
    simulated: spec?.def.simulated === true,
    needs_account_id: needsAccount,
    key_format: needsAccount ? 'account_id:key' : 'key',
    key_optional: def === null || def.auth.scheme === 'none' || def.auth.optional === true,
  };
}
