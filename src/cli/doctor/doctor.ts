import { parseArgs } from 'node:util';
import { loadCatalog } from '../../catalog/load-catalog.ts';
import { readEnv, type EnvSources } from '../../config/env.ts';
import type { Config } from '../../config/types.ts';
import { createScrubber, type Scrubber } from '../../shared/scrub.ts';
import { thisMachine } from '../connect/machine.ts';
import { ownAddress } from '../own-address.ts';
import type { CommandOutcome } from '../simulate.ts';
import { checkClock } from './check-clock.ts';
import { checkFolder } from './check-folder.ts';
import { checkKeys } from './check-keys.ts';
import { checkNode } from './check-node.ts';
import { checkOllama } from './check-ollama.ts';
import { checkService } from './check-service.ts';
import { checkSettings } from './check-settings.ts';
import { checkTools } from './check-tools.ts';
import type { Finding } from './finding.ts';
import { renderFindings } from './render-findings.ts';

/** `noria doctor`: looks at everything a Noria depends on, changes nothing, and says what to do next. */
export async function doctor(args: string[], sources: EnvSources = {}): Promise<CommandOutcome> {
  const options = readOptions(args);
  if ('fault' in options)
    return { exitCode: 2, output: '', errors: `noria doctor: ${options.fault}\n(noria doctor --help)\n` };
  const env = readEnv(sources);
  const scrubber = createScrubber();
  const findings = (await examine(options.token, { sources, scrubber })).map((finding) => ({
    ...finding,
    says: scrubber.scrub(finding.says),
    ...(finding.next === undefined ? {} : { next: scrubber.scrub(finding.next) }),
  }));
  const exitCode = findings.some(({ status }) => status === 'todo') ? 1 : 0;
  const output = options.json
    ? `${JSON.stringify({ ok: exitCode === 0, findings }, null, 2)}\n`
    : renderFindings(findings, env.colour);
  return { exitCode, output, errors: '' };
}

interface Means {
  readonly sources: EnvSources;
  readonly scrubber: Scrubber;
}

async function examine(token: string | null, { sources, scrubber }: Means): Promise<Finding[]> {
  const { providers: catalog } = await loadCatalog();
  const { config, findings } = checkSettings(catalog, sources);
  const head = [checkNode(), ...findings];
  if (config === null) return head;
  const conceal = (secret: string): void => scrubber.add(secret);
  for (const secret of secretsOf(config, token)) conceal(secret);
  const scrub = (text: string): string => scrubber.scrub(text);

  const folder = checkFolder(config.server.dataFolder);
  const { url, finding } = await checkService(config);
  const env = readEnv(sources).values;
  const keys = checkKeys({
    config,
    catalog,
    url,
    token: token ?? config.server.adminToken,
    isLocked: folder.isLocked,
    conceal,
    scrub,
  });
  const tools = checkTools({
    machine: thisMachine(sources),
    url: url ?? ownAddress(config.server),
    isRunning: url !== null,
    env,
    conceal,
  });
  const ollama = checkOllama(config, Boolean(env['OLLAMA_BASE_URL']));
  const clock = checkClock(config);
  return [...head, ...folder.findings, finding, ...(await keys), await ollama, await clock, ...(await tools)];
}

function secretsOf({ server, providers }: Config, token: string | null): string[] {
  const keys = [...providers.values()].flatMap((provider) => provider.keys.map(({ secret }) => secret));
  return [...keys, server.adminToken, server.apiKey, server.masterKey, token].filter(
    (secret) => secret !== null,
  );
}

type Options = { readonly json: boolean; readonly token: string | null } | { readonly fault: string };

function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, token: { type: 'string' } } });
    return { json: values.json ?? false, token: values.token ?? null };
  } catch (error) {
    return { fault: error instanceof Error ? (error.message.split('.', 1)[0] ?? '') : String(error) };
  }
}
