import type { Provider } from '../catalog/types.ts';
import { maskKey } from '../shared/mask.ts';
import type { ConfigFile } from './file.ts';
import type { Env } from './env.ts';
import type { Findings } from './findings.ts';
import { accountName, listName, MOST_NUMBERED, namesOfBase } from './key-names.ts';
import { prefixWarning } from './key-prefix.ts';
import { isPlaceholder } from './placeholder.ts';
import type { ConfiguredKey } from './types.ts';

export interface KeySources {
  readonly id: string;
  /** undefined = the administrator's own provider. */
  readonly provider: Provider | undefined;
  /** Names of the environment, from `keyBases`. */
  readonly bases: readonly string[];
  readonly catalog: ReadonlyMap<string, Provider>;
  readonly env: Env;
  readonly file: ConfigFile;
  readonly findings: Findings;
}

/** A key as it was found: `name` says where, for people. */
interface Found {
  readonly name: string;
  readonly key: ConfiguredKey;
}

/** Every key of one provider, each once; account and label of noria.yaml win over those that the environment has not. */
export function decideKeys(sources: KeySources): readonly ConfiguredKey[] {
  const found = [...keysOfEnv(sources), ...keysOfFile(sources)];
  const keys = new Map<string, Found>();
  for (const one of found) {
    const usable = withAccountId(one, sources);
    if (usable === undefined) continue;
    const { secret } = usable.key;
    keys.set(secret, merge(keys.get(secret), usable));
  }
  for (const { name, key } of keys.values()) warnOfPrefix(name, key.secret, sources);
  return [...keys.values()].map(({ key }) => key);
}

function keysOfEnv({ bases, env, findings }: KeySources): Found[] {
  const found: Found[] = [];
  for (const base of bases) {
    warnOfStrayNumbers(base, env, findings);
    for (const name of namesOfBase(base)) {
      for (const text of textsOf(name, base, env)) {
        const secret = usableSecret(name, text, findings);
        if (secret !== undefined)
          found.push({ name, key: { secret, account: null, label: null, source: `env:${name}` } });
      }
    }
  }
  return found;
}

function keysOfFile({ id, env, file, findings }: KeySources): Found[] {
  const found: Found[] = [];
  for (const [index, entry] of (file.settings.providers[id]?.keys ?? []).entries()) {
    const place = file.locate(['providers', id, 'keys', index]);
    const text = entry.secret ?? env.values[entry.env ?? ''];
    if (!text) {
      findings.warning(`${place}: ${entry.env} is not set, so this key is left out`);
      continue;
    }
    const secret = usableSecret(entry.env ?? place, text, findings);
    if (secret === undefined) continue;
    const source: ConfiguredKey['source'] = entry.env === undefined ? 'yaml' : `env:${entry.env}`;
    const { account = null, label = null } = entry;
    found.push({ name: entry.env ?? place, key: { secret, account, label, source } });
  }
  return found;
}

function textsOf(name: string, base: string, env: Env): string[] {
  const text = env.values[name];
  if (!text) return [];
  if (name !== listName(base)) return [text];
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function usableSecret(name: string, text: string, findings: Findings): string | undefined {
  if (isPlaceholder(text)) {
    findings.warning(`${name} holds a placeholder, not a key; it is ignored`);
    return undefined;
  }
  findings.secret(text);
  if (/^[\x21-\x2b\x2d-\x7e]+$/.test(text)) return text;
  const hint = text.includes(',')
    ? ' (several keys go into a name that ends with S, e.g. GROQ_API_KEYS)'
    : '';
  findings.problem(
    `${name} is "${maskKey(text)}"; allowed: one key, of visible characters without spaces and commas${hint}`,
  );
  return undefined;
}

/** An address with `{account_id}` in it needs keys of the form `account_id:token`. */
function withAccountId({ name, key }: Found, { provider, env, findings }: KeySources): Found | undefined {
  const idName = provider === undefined ? undefined : accountName(provider);
  if (provider === undefined || idName === undefined) return { name, key };
  const number = /\d+$/.exec(name)?.[0] ?? '';
  const accountId = key.secret.includes(':') ? '' : env.values[idName + number] || env.values[idName];
  if (accountId === undefined) {
    findings.warning(
      `${name} is ignored: ${provider.name} needs ${idName} as well, or a key of the form account_id:token`,
    );
    return undefined;
  }
  const secret = accountId === '' ? key.secret : `${accountId}:${key.secret}`;
  findings.secret(secret);
  return { name, key: { ...key, secret, account: key.account ?? secret.slice(0, secret.indexOf(':')) } };
}

function merge(before: Found | undefined, after: Found): Found {
  if (before === undefined) return after;
  const account = after.key.account ?? before.key.account;
  const label = after.key.label ?? before.key.label;
  return { name: before.name, key: { ...before.key, account, label } };
}

function warnOfPrefix(name: string, secret: string, { provider, catalog, findings }: KeySources): void {
  if (provider === undefined) return;
  const warning = prefixWarning(secret, provider, catalog);
  if (warning !== undefined) findings.warning(`${name} (${maskKey(secret)}) ${warning}`);
}

/** `GROQ_API_KEY_1` and `GROQ_API_KEY21` would be passed over in silence. */
function warnOfStrayNumbers(base: string, env: Env, findings: Findings): void {
  const known = new Set(namesOfBase(base));
  for (const name of Object.keys(env.values)) {
    if (!name.startsWith(base) || known.has(name) || !/^_?\d+$/.test(name.slice(base.length))) continue;
    findings.warning(
      `${name} is not read; allowed: ${base}, ${base}1 to ${base}${MOST_NUMBERED}, ${listName(base)}`,
    );
  }
}
