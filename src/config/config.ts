import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Provider } from '../catalog/types.ts';
import { maskKey } from '../shared/mask.ts';
import { showAddress } from './address.ts';
import { decideKeepWarm } from './decide-keep-warm.ts';
import { decideProvider } from './decide-provider.ts';
import { decideAliases, decideRoutes } from './decide-routes.ts';
import type { Env } from './env.ts';
import type { ConfigFile } from './file.ts';
import { createFindings, type Findings } from './findings.ts';
import { keyBases, namesOfBase } from './key-names.ts';
import { knownNames } from './names.ts';
import { didYouMean, nearest } from './nearest.ts';
import { isPlaceholder } from './placeholder.ts';
import { mostWorkers, settings, type Setting } from './settings.ts';
import type { Config, ConfiguredProvider } from './types.ts';

export interface ConfigSources {
  readonly env: Env;
  readonly file: ConfigFile;
  readonly catalog: ReadonlyMap<string, Provider>;
}

type Read = <T, F>(setting: Setting<T>, fallback: F) => T | F;

const OWN_ID = /^[a-z0-9][a-z0-9._-]*$/;

/**
 * Decides everything once.
 * @throws ConfigError with every wrong value that there is
 */
export function decideConfig({ env, file, catalog }: ConfigSources): Config {
  const findings = createFindings();
  for (const problem of [...env.problems, ...file.problems]) findings.problem(problem);
  const read = createReader(env, findings);
  const server = decideServer(env, read);
  const providers = decideProviders({ env, file, catalog }, findings);
  const routeSources = { file, catalog, providers, findings };
  const decided = {
    server,
    log: {
      level: read(settings.logLevel, 'info'),
      format: read(settings.logFormat, env.terminal ? 'pretty' : 'json'),
      colour: env.colour,
    },
    deadlines: {
      requestMs: read(settings.deadlineMs, 120_000),
      maxWaitMs: read(settings.maxWaitMs, 10_000),
      maxWaiting: read(settings.maxWaiting, 1_000),
      connectMs: read(settings.connectMs, 5_000),
      firstTokenMs: read(settings.firstTokenMs, 20_000),
      silenceMs: read(settings.silenceMs, 12_000),
    },
    providers,
    routes: decideRoutes(routeSources),
    aliases: decideAliases(routeSources),
    traces: decideTraces(file, read),
    keepWarm: decideKeepWarm(routeSources, read(settings.keepWarm, [])),
    space: { url: read(settings.spaceUrl, null), preferInferenceApi: read(settings.useInferenceApi, false) },
    discord: {
      botToken: decideBotToken(env, findings, read),
      apiUrl: read(settings.discordApiUrl, settings.discordApiUrl.standard),
    },
  } satisfies Omit<Config, 'warnings'>;
  warnOfUnused(env, findings);
  warnOfEmptyKeys({ env, file, catalog }, findings);
  warnOfSlips({ env, file, catalog }, findings);
  findings.stopOnProblems();
  return { ...decided, warnings: findings.warnings() };
}

function createReader(env: Env, findings: Findings): Read {
  return (setting, fallback) => {
    const text = env.values[setting.name];
    if (!text) return fallback;
    if (setting.secret === true) findings.secret(text);
    const value = setting.parse(text);
    if (value !== undefined) return value;
    const shown = setting.secret === true ? maskKey(text) : showAddress(text);
    findings.problem(`${setting.name} is "${shown}"; allowed: ${setting.allowed}`);
    return fallback;
  };
}

function decideServer(env: Env, read: Read): Config['server'] {
  return {
    host: read(settings.host, settings.host.standard),
    port: read(settings.port, 6674),
    hosts: read(settings.hosts, []),
    allowedHosts: read(settings.allowedHosts, []),
    dataFolder: resolve(env.folder, read(settings.dataFolder, settings.dataFolder.standard)),
    bodyLimitBytes: read(settings.bodyLimitMb, 10) * 1024 * 1024,
    adminToken: read(settings.adminToken, null),
    apiKey: read(settings.apiKey, null),
    masterKey: read(settings.masterKey, null),
    workers: workersOf(read(settings.workers, 1)),
    ollama: read(settings.ollamaApi, 'off'),
  };
}

/** The environment wins. */
function decideTraces({ settings: { traces } }: ConfigFile, read: Read): Config['traces'] {
  const bodies = read(settings.traceBodies, traces.bodies === true ? 'on' : 'off');
  return { kept: read(settings.tracesKept, 20_000), bodies: bodies === 'on' };
}

function workersOf(wanted: number | 'auto'): number {
  return wanted === 'auto' ? Math.min(availableParallelism(), mostWorkers) : wanted;
}

function decideProviders(
  { env, file, catalog }: ConfigSources,
  findings: Findings,
): Map<string, ConfiguredProvider> {
  const ownIds = Object.keys(file.settings.providers).filter((id) => !catalog.has(id));
  const providers = new Map<string, ConfiguredProvider>();
  for (const [id, bases] of keyBases(catalog, ownIds)) {
    const provider = catalog.get(id);
    if (provider === undefined && !OWN_ID.test(id)) {
      const place = file.locate(['providers', id]);
      findings.problem(`${place} is no name of a provider; allowed: lower-case letters, digits, -, _ and .`);
      continue;
    }
    providers.set(id, decideProvider({ id, provider, bases, catalog, env, file, findings }));
  }
  return providers;
}

function decideBotToken(env: Env, findings: Findings, read: Read): string | null {
  const { name } = settings.discordToken;
  if (env.values[name] && isPlaceholder(env.values[name])) {
    findings.warning(`${name} holds a placeholder, not a token; it is ignored`);
    return null;
  }
  return read(settings.discordToken, null);
}

function warnOfUnused(env: Env, findings: Findings): void {
  for (const { name } of [settings.redisUrl, settings.databaseUrl]) {
    if (!env.values[name]) continue;
    findings.warning(
      `${name} is set, but this version of Noria runs on one node and keeps its state in SQLite: it is not used`,
    );
  }
}

/** One line for all of them: a copied `.env.example` or a compose file leaves many. */
function warnOfEmptyKeys({ env, file, catalog }: ConfigSources, findings: Findings): void {
  const bases = [...keyBases(catalog, Object.keys(file.settings.providers)).values()].flat();
  const empty = new Set(bases.flatMap(namesOfBase).filter((name) => env.values[name] === ''));
  if (empty.size > 0) findings.warning(`${[...empty].join(', ')}: empty, ignored`);
}

/** A slip in a name would be passed over in silence: looked for in `.env`, and among all names that begin with NORIA_. */
function warnOfSlips({ env, file, catalog }: ConfigSources, findings: Findings): void {
  const known = knownNames(catalog, Object.keys(file.settings.providers));
  const referred = Object.values(file.settings.providers).flatMap(({ keys = [] }) =>
    keys.map((key) => key.env),
  );
  const ours = Object.keys(env.values).filter((name) => name.startsWith('NORIA_'));
  for (const name of new Set([...env.namesInFile, ...ours])) {
    const isMeant = known.has(name) || referred.includes(name) || !env.values[name];
    if (isMeant || nearest(name, known) === undefined) continue;
    findings.warning(`${name} is not a setting of Noria and is not used.${didYouMean(name, known)}`);
  }
}
