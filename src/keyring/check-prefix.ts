import type { ProviderNode } from '../engine/nodes.ts';
import type { Pool } from '../engine/pool.ts';
import { isPlaceholder } from '../config/placeholder.ts';
import { NoriaError } from '../shared/errors.ts';
import { ownersByPrefix } from './key-owners.ts';

/** @throws NoriaError invalid_key that names the right prefix, and the provider the key looks like */
export function checkPrefix(provider: ProviderNode, secret: string, pool: Pool): void {
  if (secret === '' || /\s/.test(secret))
    throw new NoriaError('invalid_key', 'A key is one word without spaces', { param: 'secret' });
  // It goes into a header. Pages that one copies from put invisible characters into their texts.
  if (!/^[!-~]+$/.test(secret)) {
    const told =
      'A key has only letters from A to Z, digits and signs of ASCII: this one has others, which may be invisible';
    throw new NoriaError('invalid_key', told, { param: 'secret' });
  }
  if (isPlaceholder(secret))
    throw new NoriaError('invalid_key', 'This is a placeholder, not a key', { param: 'secret' });
  const { prefixes, shape, accountEnv } = provider.spec.def.key;
  if (accountEnv !== undefined && !/^[^:]+:[^:]+$/.test(secret))
    throw new NoriaError(
      'invalid_key',
      `A key of ${provider.spec.def.name} is written account_id:key, the account's id before the key itself`,
      { param: 'secret' },
    );
  if (prefixes.length === 0 || prefixes.some((prefix) => secret.startsWith(prefix))) return;
  // Of an older kind.
  if (shape?.test(secret) === true) return;
  const owners = ownersByPrefix(
    secret,
    [...pool.providers.values()].map(({ spec }) => spec.def),
  );
  const looksLike = owners.map((owner) => owner.name).join(' or ');
  const hint = looksLike === '' ? '' : ` This one looks like a key of ${looksLike}.`;
  const name = provider.spec.def.name;
  throw new NoriaError('invalid_key', `A key of ${name} starts with ${prefixes.join(' or ')}.${hint}`, {
    param: 'secret',
  });
}
