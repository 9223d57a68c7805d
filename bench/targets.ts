import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { fastModel, pacedModel, provider } from './payloads.ts';
import { startServer, type ServerProcess } from './server-process.ts';

/** What can be measured beside the upstream itself, in the order of a round. */
export const targetNames = ['floor-a', 'floor-b', 'noria'] as const;
export type TargetName = (typeof targetNames)[number];

/** The client key of every request; only Noria looks at it. */
export const apiKey = 'sk-noria-bench-0123456789abcdef0123456789abcdef';

/** Far beyond what a round can send, so that the counting is real and never refuses. */
const requestsPerMinute = 100_000_000;
const keyCount = 4;

export interface TargetOptions {
  readonly upstream: string;
  readonly folder: string;
  /** Arguments to Node before the program's own. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts one target in front of the upstream. */
export function startTarget(name: TargetName, options: TargetOptions): Promise<ServerProcess> {
  switch (name) {
    case 'floor-a':
      return startFloor(name, 'bytes', options);
    case 'floor-b':
      return startFloor(name, 'json', options);
    case 'noria':
      return startNoria(options);
    default:
      return name satisfies never;
  }
}

export function startUpstream(folder: string): Promise<ServerProcess> {
  return startServer({ name: 'upstream', role: 'load', args: [inProject('bench/upstream.ts')], folder });
}

function startFloor(
  name: string,
  mode: 'bytes' | 'json',
  { upstream, folder, nodeArgs = [], env = {} }: TargetOptions,
): Promise<ServerProcess> {
  const args = [...nodeArgs, inProject('bench/floor.ts'), mode, upstream];
  return startServer({ name, role: 'server', args, folder, env });
}

async function startNoria({
  upstream,
  folder,
  nodeArgs = [],
  env = {},
}: TargetOptions): Promise<ServerProcess> {
  const numbers = Array.from({ length: keyCount }, (_, index) => index + 1);
  const config = path.join(folder, 'noria.yaml');
  const bench = {
    wire: 'openai',
    base_url: `${upstream}/v1`,
    models: [fastModel, pacedModel],
    keys: numbers.map((number) => ({ env: `BENCH_KEY${number}`, account: `account-${number}` })),
    limits: { requests: { minute: requestsPerMinute } },
  };
  writeFileSync(config, stringify({ providers: { [provider]: bench } }));
  return startServer({
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
      ...Object.fromEntries(numbers.map((number) => [`BENCH_KEY${number}`, `bench-secret-number-${number}`])),
      ...env,
    },
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function inProject(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}
