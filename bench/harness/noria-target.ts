import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { findFreePort } from './free-port.ts';
import { inProject } from './in-project.ts';
import { endlessModel, fastModel, pacedModel, provider, refusedModel } from './payloads.ts';
import { startServer } from './server-process.ts';
import type { Target, TargetOptions } from './target.ts';

const apiKey = 'sk-noria-bench-0123456789abcdef0123456789abcdef';
/** Far beyond what a round can send, so that the counting is real and never refuses. */
const limits = { requests: { minute: 100_000_000 } };
const keyCount = 4;

/** Noria as an owner runs it: several accounts of a provider, limits that are counted, routes, logs as they are by default. */
export async function startNoria({
  upstream,
  folder,
  nodeArgs = [],
  env = {},
  openFiles,
}: TargetOptions): Promise<Target> {
  const config = path.join(folder, 'noria.yaml');
  writeFileSync(config, stringify(settingsFor(upstream)));
  const server = await startServer({
    name: 'noria',
    role: 'server',
    args: [...nodeArgs, inProject('src/cli/noria.ts'), 'start'],
    folder,
    env: {
      HOST: '127.0.0.1',
      PORT: String(await findFreePort()),
      NORIA_DATA: path.join(folder, 'data'),
      NORIA_API_KEY: apiKey,
      NORIA_CONFIG: config,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      // As the launcher starts it.
      NODE_COMPILE_CACHE: inProject('node_modules/.cache/compiled'),
      ...env,
    },
    ...(openFiles === undefined ? {} : { openFiles }),
  });
  return {
    ...server,
    headers: { authorization: `Bearer ${apiKey}` },
    modelName: (model) => (model.startsWith('auto:') ? model : `${provider}/${model}`),
  };
}

function settingsFor(upstream: string): object {
  const providerOf = (name: string, models: string[], count: number): object => ({
    wire: 'openai',
    base_url: `${upstream}/v1`,
    models,
    limits,
    keys: Array.from({ length: count }, (_, index) => ({
      secret: `${name}-secret-number-${index + 1}`,
      account: `account-${index + 1}`,
    })),
  });
  return {
    providers: {
      [provider]: providerOf(provider, [fastModel, pacedModel, endlessModel], keyCount),
      rival: providerOf('rival', [pacedModel], keyCount),
      // One account: refusals of three within ten seconds would rest the whole provider, as they should.
      refusing: providerOf('refusing', [refusedModel], 1),
    },
    routes: {
      failover: { strategy: 'cascade', steps: [`refusing/${refusedModel}`, `${provider}/${fastModel}`] },
      race: { strategy: 'race', steps: [`${provider}/${pacedModel}`, `rival/${pacedModel}`] },
    },
  };
}
