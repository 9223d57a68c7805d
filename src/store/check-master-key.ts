import { wrongMasterKey } from '../config/secrets.ts';
import type { MetaRepository } from './meta.ts';
import { StoreError } from './store-error.ts';

const NAME = 'master_key_id';

/**
 * The first start remembers which master key seals here; a later start with another one ends before it harms.
 * @param keyId of the vault
 * @throws StoreError
 */
export async function checkMasterKey(meta: MetaRepository, keyId: string): Promise<void> {
  const sealedWith = await meta.setOnce(NAME, keyId);
  if (sealedWith !== keyId) throw new StoreError(`Noria cannot start: ${wrongMasterKey(sealedWith, keyId)}`);
}
