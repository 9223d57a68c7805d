import { isIP } from 'node:net';
import type { LogFormat, LogLevel } from '../shared/log.ts';
import { addressAllowed, parseAddress } from './address.ts';
import { hostsAllowed, parseAllowedHosts } from './allowed-hosts.ts';
import { hostNamesAllowed, parseHostNames } from './host-names.ts';
import { parseMasterKey } from './master-key.ts';
import { isPlaceholder } from './placeholder.ts';

/** One setting of the environment that is not a provider's. `docs/configuration.md` shows the same words. */
export interface Setting<T> {
  readonly name: string;
  /** As the documentation says it. */
  readonly standard: string;
  readonly allowed: string;
  readonly secret?: boolean;
  /** undefined = not allowed. */
  readonly parse: (text: string) => T | undefined;
}

const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
const FORMATS: readonly LogFormat[] = ['pretty', 'json'];
const ON_OFF = ['off', 'on'] as const;
const OLLAMA_APIS = ['off', 'on', 'open'] as const;

/** Beyond it the one who counts for all of them would be what they wait for. */
export const mostWorkers = 64;

/** In the order of the documentation. */
export const settings = {
  host: {
    name: 'HOST',
    standard: '127.0.0.1',
    allowed: 'an IP address or a host name, without scheme and port',
    parse: parseHost,
  },
  port: wholeNumber('PORT', { standard: '6674', min: 0, max: 65_535, note: ' (0 = any free port)' }),
  hosts: {
    name: 'NORIA_HOSTS',
    standard: 'none',
    allowed: hostNamesAllowed,
    parse: parseHostNames,
  },
  allowedHosts: {
    name: 'NORIA_ALLOWED_HOSTS',
    standard: 'none',
    allowed: hostsAllowed,
    parse: parseAllowedHosts,
  },
  workers: {
    name: 'NORIA_WORKERS',
    standard: '1',
    allowed: `auto, or a whole number from 1 to ${mostWorkers}`,
    parse: parseWorkers,
  },
  dataFolder: { name: 'NORIA_DATA', standard: './data', allowed: 'a folder', parse: asText },
  masterKey: {
    name: 'NORIA_MASTER_KEY',
    standard: 'made on first start',
    allowed: '32 bytes in base64 (make one with: openssl rand -base64 32)',
    secret: true,
    parse: (text) => (parseMasterKey(text) === null ? undefined : text),
  },
  adminToken: {
    name: 'NORIA_ADMIN_TOKEN',
    standard: 'made and printed on first start',
    allowed: 'at least 8 characters without spaces, no placeholder',
    secret: true,
    parse: (text) => (/^[\x21-\x7e]{8,}$/.test(text) && !isPlaceholder(text) ? text : undefined),
  },
  apiKey: {
    name: 'NORIA_API_KEY',
    standard: 'one is made and printed on first start',
    allowed: 'sk-noria- and more letters, digits, - or _, no placeholder',
    secret: true,
    parse: (text) => (/^sk-noria-[\w-]+$/.test(text) && !isPlaceholder(text) ? text : undefined),
  },
  configFile: {
    name: 'NORIA_CONFIG',
    standard: './noria.yaml if it exists',
    allowed: 'a YAML file that exists',
    parse: asText,
  },
  logLevel: oneOf('LOG_LEVEL', 'info', LEVELS),
  logFormat: oneOf('LOG_FORMAT', 'pretty on a terminal, else json', FORMATS),
  deadlineMs: wholeNumber('NORIA_DEADLINE_MS', {
    standard: '120000',
    min: 1_000,
    max: 3_600_000,
    note: ' (ms)',
  }),
  maxWaitMs: wholeNumber('NORIA_MAX_WAIT_MS', { standard: '10000', min: 0, max: 3_600_000, note: ' (ms)' }),
  maxWaiting: wholeNumber('NORIA_MAX_WAITING', { standard: '1000', min: 0, max: 100_000, note: '' }),
  connectMs: wholeNumber('NORIA_CONNECT_MS', { standard: '5000', min: 100, max: 120_000, note: ' (ms)' }),
  firstTokenMs: wholeNumber('NORIA_FIRST_TOKEN_MS', {
    standard: '20000',
    min: 100,
    max: 600_000,
    note: ' (ms)',
  }),
  silenceMs: wholeNumber('NORIA_SILENCE_MS', { standard: '12000', min: 100, max: 600_000, note: ' (ms)' }),
  bodyLimitMb: wholeNumber('NORIA_BODY_LIMIT_MB', { standard: '10', min: 1, max: 1_024, note: ' (MB)' }),
  tracesKept: wholeNumber('NORIA_TRACES_KEPT', {
    standard: '20000',
    min: 0,
    max: 1_000_000,
    note: ' (0 = none)',
  }),
  traceBodies: oneOf('NORIA_TRACE_BODIES', 'off', ON_OFF),
  spaceUrl: { name: 'HUGGINGFACE_SPACE_URL', standard: 'none', allowed: addressAllowed, parse: parseAddress },
  useInferenceApi: {
    name: 'USE_INFERENCE_API',
    standard: 'false',
    allowed: 'true, false, 1, 0, yes, no',
    parse: parseYesNo,
  },
  keepWarm: {
    name: 'NORIA_KEEP_WARM',
    standard: 'none',
    allowed: 'ids of providers, with commas between them',
    parse: parseIds,
  },
  ollamaApi: oneOf('NORIA_OLLAMA_API', 'off', OLLAMA_APIS),
  discordToken: {
    name: 'DISCORD_BOT_TOKEN',
    standard: 'none: no bot',
    allowed: 'the token of a Discord bot',
    secret: true,
    parse: (text) => (/^[\x21-\x7e]+$/.test(text) ? text : undefined),
  },
  discordApiUrl: {
    name: 'DISCORD_API_URL',
    standard: 'https://discord.com/api',
    allowed: addressAllowed,
    parse: parseAddress,
  },
  redisUrl: {
    name: 'REDIS_URL',
    standard: 'none',
    allowed: 'not yet used: this version runs on one node',
    secret: true,
    parse: asText,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    standard: 'none',
    allowed: 'not yet used: this version keeps its tables in SQLite',
    secret: true,
    parse: asText,
  },
} as const satisfies Record<string, Setting<unknown>>;

function asText(text: string): string {
  return text;
}

function parseHost(text: string): string | undefined {
  if (isIP(text) !== 0) return text;
  return /^(?!\d+$)[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text) ? text : undefined;
}

function parseWorkers(text: string): number | 'auto' | undefined {
  if (/^auto$/i.test(text)) return 'auto';
  const value = Number(text);
  return /^\d+$/.test(text) && value >= 1 && value <= mostWorkers ? value : undefined;
}

function parseYesNo(text: string): boolean | undefined {
  if (/^(true|1|yes)$/i.test(text)) return true;
  if (/^(false|0|no)$/i.test(text)) return false;
  return undefined;
}

/** What providers there are is checked by `decideKeepWarm`. */
function parseIds(text: string): readonly string[] | undefined {
  const ids = text
    .toLowerCase()
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return ids.length > 0 && ids.every((id) => /^[a-z0-9][a-z0-9._-]*$/.test(id)) ? ids : undefined;
}

interface Range {
  readonly standard: string;
  readonly min: number;
  readonly max: number;
  readonly note: string;
}

function wholeNumber(name: string, { standard, min, max, note }: Range): Setting<number> {
  return {
    name,
    standard,
    allowed: `a whole number from ${min} to ${max}${note}`,
    parse: (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
    },
  };
}

function oneOf<T extends string>(name: string, standard: string, values: readonly T[]): Setting<T> {
  return {
    name,
    standard,
    allowed: values.join(', '),
    parse: (text) => values.find((value) => value === text.toLowerCase()),
  };
}
