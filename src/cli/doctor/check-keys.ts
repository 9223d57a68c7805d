import type { Provider } from '../../catalog/types.ts';
import { ConfigError } from '../../config/config-error.ts';
import { SealError } from '../../config/secrets.ts';
import type { Config } from '../../config/types.ts';
import { askRunningKeys } from './ask-running-keys.ts';
import { findingsOf, type Finding } from './finding.ts';
import { keyFinding, type TestedKey } from './key-finding.ts';
import { storedSecrets, type OpenedKey } from './stored-secrets.ts';
import { testOwnKeys } from './test-own-keys.ts';

export interface KeysCheck {
  readonly config: Config;
  readonly catalog: ReadonlyMap<string, Provider>;
  /** The running Noria; null = none runs. */
  readonly url: string | null;
  readonly token: string | null;
  readonly isLocked: boolean;
  readonly conceal: (secret: string) => void;
  readonly scrub: (text: string) => string;
}

const { note, todo } = findingsOf('Keys and providers');

/** Every key is tested by a real call: by the Noria that runs, else by this process. */
export async function checkKeys(parts: KeysCheck): Promise<Finding[]> {
  const { url, token, isLocked } = parts;
  // Its folder may lie elsewhere, in a container.
  if (url !== null && token !== null) {
    const running = await askRunningKeys(url, token);
    if (running.kind === 'tested')
      return [
        ...present(running.keys, parts),
        ...(running.disabled > 0 ? [note(`${running.disabled} switched off, not tested`)] : []),
      ];
    const refused = running.kind === 'refused';
    const why = todo(
      refused ? 'the running Noria does not know this token' : 'the running Noria does not tell its keys',
      refused ? 'Give the right one with --token or NORIA_ADMIN_TOKEN.' : 'Look at its log.',
    );
    return [why, ...(await checkOwn(parts, []))];
  }
  if (!isLocked) return checkUnlocked(parts);
  const unseen = note(
    'keys added in the app are not seen: Noria runs and has them',
    'Give the administrator’s token with --token or NORIA_ADMIN_TOKEN.',
  );
  return [...(await checkOwn(parts, [])), unseen];
}

async function checkUnlocked(parts: KeysCheck): Promise<Finding[]> {
  try {
    const stored = storedSecrets(parts.config);
    for (const { secret } of stored) parts.conceal(secret);
    return await checkOwn(parts, stored);
  } catch (error) {
    const broken =
      error instanceof SealError || error instanceof ConfigError
        ? todo(error.message, 'Put the right master.key or NORIA_MASTER_KEY back.')
        : todo(
            'the keys of the data folder cannot be read',
            'Start Noria once: it brings its tables up to date.',
          );
    return [broken, ...(await checkOwn(parts, []))];
  }
}

async function checkOwn(parts: KeysCheck, stored: readonly OpenedKey[]): Promise<Finding[]> {
  return present(await testOwnKeys({ ...parts, stored }), parts);
}

function present(keys: readonly TestedKey[], { config, catalog, url }: KeysCheck): Finding[] {
  const findings = keys.map((key) => keyFinding(key, catalog.get(key.provider)));
  const having = new Set(keys.map(({ provider }) => provider));
  const without = [...config.providers.values()].filter(
    ({ id, enabled }) => enabled && !having.has(id) && catalog.get(id)?.tier === 'free',
  );
  const where = url === null ? 'in .env' : `at ${url}/settings or in .env`;
  if (having.size === 0)
    return [
      ...findings,
      todo('no provider has a key', `Add one ${where}: README.md says where they are free.`),
    ];
  if (without.length === 0) return findings;
  return [...findings, note(`without a key: ${without.map(({ id }) => id).join(', ')}`)];
}
