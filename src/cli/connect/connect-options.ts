import { parseArgs } from 'node:util';
import { parseAddress, addressAllowed } from '../../config/address.ts';
import { readEnv, type EnvSources } from '../../config/env.ts';
import { didYouMean } from '../../config/nearest.ts';
import { settings } from '../../config/settings.ts';
import { ownAddress } from '../own-address.ts';
import { UsageError } from '../usage-error.ts';
import type { Target, Tool } from './tool.ts';
import { tools } from './tools.ts';

export interface ConnectOptions {
  /** null = list them. */
  readonly tool: Tool | null;
  readonly write: boolean;
  readonly target: Target;
}

/** @throws UsageError that names what was given and what is allowed */
export function readConnectOptions(args: string[], sources: EnvSources): ConnectOptions {
  const { values, positionals } = parse(args);
  const [id, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`one tool at a time, not "${positionals.join(' ')}"`);
  const env = readEnv(sources).values;
  const { url = addressIn(env), key, model = 'auto', write = false, project = false } = values;
  const address = parseAddress(url)?.replace(/\/v1$/, '');
  if (address === undefined) throw new UsageError(`--url is not ${addressAllowed}`);
  if (!/^[^\s"'\\$]+$/.test(model))
    throw new UsageError(`--model is "${model}"; allowed: a name without spaces`);
  return {
    tool: id === undefined ? null : toolNamed(id),
    write,
    target: { url: address, key: keyFrom(key, env), model, project },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        write: { type: 'boolean' },
        project: { type: 'boolean' },
        key: { type: 'string' },
        url: { type: 'string' },
        model: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('.', 1)[0] ?? '') : String(error));
  }
}

function toolNamed(id: string): Tool {
  const found = tools.find((tool) => tool.id === id.toLowerCase());
  if (found !== undefined) return found;
  const ids = tools.map((tool) => tool.id);
  throw new UsageError(`there is no tool "${id}".${didYouMean(id, new Set(ids))} Known: ${ids.join(', ')}`);
}

/** The key is not shown: it may be somebody else's secret in the wrong place. */
function keyFrom(given: string | undefined, env: Readonly<Record<string, string>>): string | null {
  const key = given ?? env[settings.apiKey.name];
  if (key === undefined || key === '') return null;
  if (settings.apiKey.parse(key) !== undefined) return key;
  throw new UsageError(
    `${given === undefined ? settings.apiKey.name : '--key'} is no client key; allowed: ${settings.apiKey.allowed}`,
  );
}

/** Where a program on this machine reaches the Noria of this folder. */
function addressIn(env: Readonly<Record<string, string>>): string {
  const host = settings.host.parse(env[settings.host.name] ?? '') ?? settings.host.standard;
  const port = settings.port.parse(env[settings.port.name] ?? '') ?? 0;
  return ownAddress({ host, port });
}
