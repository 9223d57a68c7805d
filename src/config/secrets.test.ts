import { describe, expect, test } from 'vitest';
import { createVault, SealError, type SealFault } from './secrets.ts';

const vault = createVault(Buffer.alloc(32, 1));
const otherVault = createVault(Buffer.alloc(32, 2));

function faultOf(open: () => unknown): SealFault | null {
  try {
    open();
  } catch (error) {
    if (error instanceof SealError) return error.fault;
    throw error;
  }
  return null;
}

describe('createVault', () => {
  test('opens what it sealed', () => {
    for (const secret of ['gsk_abc1def2ghi3jklxyz9', '', 'clé 🔑']) {
      expect(vault.open(vault.seal(secret, 'key_1'), 'key_1')).toBe(secret);
    }
  });

  test('seals in the form v1.<key id>.<nonce>.<ciphertext and tag>, never twice alike', () => {
    const sealed = vault.seal('secret', 'key_1');
    expect(sealed).toMatch(new RegExp(`^v1\\.${vault.keyId}\\.[\\w-]{16}\\.[\\w-]{30}$`));
    expect(vault.seal('secret', 'key_1')).not.toBe(sealed);
    expect(sealed).not.toContain('secret');
  });

  test('does not open in another row', () => {
    expect(faultOf(() => vault.open(vault.seal('secret', 'key_1'), 'key_2'))).toBe('damaged');
  });

  test('does not open when one bit was changed', () => {
    const [version, keyId, nonce, body = ''] = vault.seal('secret', 'key_1').split('.');
    const bytes = Buffer.from(body, 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(
      faultOf(() => vault.open([version, keyId, nonce, bytes.toString('base64url')].join('.'), 'key_1')),
    ).toBe('damaged');
  });

  test('says when another master key has sealed it, and what to do', () => {
    const sealed = otherVault.seal('secret', 'key_1');
    expect(faultOf(() => vault.open(sealed, 'key_1'))).toBe('wrong_master_key');
    expect(() => vault.open(sealed, 'key_1')).toThrow(
      /sealed with another master key .* Put the former NORIA_MASTER_KEY/,
    );
  });

  test.each(['', 'plain', 'v2.a.b.c', 'v1.a.b.c', 'v1.a.AAAAAAAAAAAAAAAA.AAAA'])(
    'does not know the form %j',
    (sealed) => {
      expect(faultOf(() => vault.open(sealed, 'key_1'))).toBe('unknown_format');
    },
  );

  test('gives one fingerprint a secret and a master key: 16 bytes in hex', () => {
    expect(vault.fingerprint('a')).toMatch(/^[0-9a-f]{32}$/);
    expect(vault.fingerprint('a')).toBe(createVault(Buffer.alloc(32, 1)).fingerprint('a'));
    expect(vault.fingerprint('a')).not.toBe(vault.fingerprint('b'));
    expect(vault.fingerprint('a')).not.toBe(otherVault.fingerprint('a'));
  });
});
