import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Seals what must not lie open in the tables. */
export interface Vault {
  /** Names the master key without telling anything of it; part of every sealed text, so that keys can be rotated. */
  readonly keyId: string;
  /** @param aad the id of the row: a sealed text copied into another row does not open there */
  seal(plaintext: string, aad: string): string;
  /** @throws SealError */
  open(sealed: string, aad: string): string;
  /** 16 bytes in hex: the same for the same secret, nothing to anyone without the master key. */
  fingerprint(secret: string): string;
}

export type SealFault = 'unknown_format' | 'wrong_master_key' | 'damaged';

export class SealError extends Error {
  readonly fault: SealFault;

  constructor(fault: SealFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SealError';
    this.fault = fault;
  }
}

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** AES-256-GCM, sealed text `v1.<key id>.<nonce>.<ciphertext and tag>` in base64url. */
export function createVault(masterKey: Buffer): Vault {
  const sealingKey = derive(masterKey, 'seal', 32);
  const fingerprintKey = derive(masterKey, 'fingerprint', 32);
  const keyId = derive(masterKey, 'key id', 6).toString('base64url');

  function seal(plaintext: string, aad: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, sealingKey, nonce).setAAD(Buffer.from(aad));
    const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [VERSION, keyId, nonce.toString('base64url'), body.toString('base64url')].join('.');
  }

  function open(sealed: string, aad: string): string {
    const { nonce, body } = partsOf(sealed, keyId);
    try {
      const decipher = createDecipheriv(CIPHER, sealingKey, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(aad)).setAuthTag(body.subarray(-TAG_BYTES));
      return decipher.update(body.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new SealError('damaged', `the sealed secret of "${aad}" is damaged or belongs to another row`, {
        cause,
      });
    }
  }

  return {
    keyId,
    seal,
    open,
    fingerprint: (secret) => createHmac('sha256', fingerprintKey).update(secret).digest('hex').slice(0, 32),
  };
}

function partsOf(sealed: string, keyId: string): { nonce: Buffer; body: Buffer } {
  const [version, sealedWith, nonce = '', body = '', ...rest] = sealed.split('.');
  const bytes = { nonce: Buffer.from(nonce, 'base64url'), body: Buffer.from(body, 'base64url') };
  const isWhole = bytes.nonce.length === NONCE_BYTES && bytes.body.length >= TAG_BYTES && rest.length === 0;
  if (version !== VERSION || !isWhole) {
    throw new SealError(
      'unknown_format',
      'the stored text is not a secret that this version of Noria has sealed',
    );
  }
  if (sealedWith !== keyId) throw new SealError('wrong_master_key', wrongMasterKey(sealedWith ?? '', keyId));
  return bytes;
}

/** What happened, and the ways out. */
export function wrongMasterKey(sealedWith: string, present: string): string {
  return (
    `the stored keys were sealed with another master key (${sealedWith}) than the present one (${present}). ` +
    'Put the former NORIA_MASTER_KEY or the former master.key of the data folder back; ' +
    'if it is lost, remove the stored keys (noria.sqlite) and add them again'
  );
}

function derive(masterKey: Buffer, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `noria ${purpose}`, bytes));
}
