import type { ProviderNode } from '../engine/nodes.ts';
import type { Pool } from '../engine/pool.ts';
import { isPlaceholder } from '../config/placeholder.ts';
import { NoriaError } from '../shared/errors.ts';

/** @throws NoriaError invalid_key that names the right prefix, and the provider the key looks like */
export function checkPrefix(provider: ProviderNode, secret: string, pool: Pool): void {
  if (secret === '' || /\s/.test(secret))
    throw new NoriaError('invalid_key', 'A key is one word without spaces', { param: 'secret' });
  if (isPlaceholder(secret))
    throw new NoriaError('invalid_key', 'This is a placeholder, not a key', { param: 'secret' });
  const { prefixes } = provider.spec.def.key;
  if (prefixes.length === 0 || prefixes.some((prefix) => secret.startsWith(prefix))) return;
  const looksLike = ownerOfPrefix(secret, pool);
  const hint = looksLike === null ? '' : ` This one looks like a key of ${looksLike}.`;
  const name = provider.spec.def.name;
  throw new NoriaError('invalid_key', `A key of ${name} starts with ${prefixes.join(' or ')}.${hint}`, {
    param: 'secret',
  });
}

/** The provider whose prefix is the longest that fits. */
function ownerOfPrefix(secret: string, pool: Pool): string | null {
  let best: { readonly name: string; readonly length: number } | null = null;
  for (const { spec } of pool.providers.values()) {
    for (const prefix of spec.def.key.prefixes) {
      if (secret.startsWith(prefix) && prefix.length > (best?.length ?? 0))
        best = { name: spec.def.name, length: prefix.length };
    }
  }
  return best?.name ?? null;
}
