import { randomBytes } from 'node:crypto';
import type { MetaRepository } from '../store/meta.ts';
import { hashOf } from './access.ts';

/** What the table `meta` knows of the administrator's token; `noria reset-admin` writes there, too. */
export const adminMeta = {
  /** Of the token that was made; one that is given in NORIA_ADMIN_TOKEN holds instead of it. */
  hash: 'admin_token_hash',
  /** `environment` = the last start was given one in NORIA_ADMIN_TOKEN. */
  from: 'admin_token_from',
  signIns: 'sign_ins',
} as const;

export function newAdminToken(): string {
  return `noria-admin-${randomBytes(24).toString('base64url')}`;
}

export interface DecidedAdminToken {
  readonly hash: string;
  /** The token itself, when it was made now. */
  readonly made: string | null;
}

/** @param configured NORIA_ADMIN_TOKEN */
export async function decideAdminToken(
  meta: MetaRepository,
  configured: string | null,
): Promise<DecidedAdminToken> {
  if (configured !== null) {
    await meta.set(adminMeta.from, 'environment');
    return { hash: hashOf(configured), made: null };
  }
  await meta.remove(adminMeta.from);
  const known = await meta.get(adminMeta.hash);
  if (known !== null) return { hash: known, made: null };
  const made = newAdminToken();
  await meta.set(adminMeta.hash, hashOf(made));
  return { hash: hashOf(made), made };
}
