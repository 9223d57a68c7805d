import { fileURLToPath } from 'node:url';
import { startNoria } from './noria-target.ts';
import { provider } from './payloads.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import type { Target, TargetOptions } from './target.ts';

/** What can be measured beside the upstream itself, in the order of a round. */
export const targetNames = ['floor-a', 'floor-b', 'fastify-floor', 'noria'] as const;
export type TargetName = (typeof targetNames)[number];

const upstreamFile = fileURLToPath(new URL('../upstream.ts', import.meta.url));
const floorFile = fileURLToPath(new URL('../floor.ts', import.meta.url));
const fastifyFile = fileURLToPath(new URL('../fastify-floor.ts', import.meta.url));

/** Starts one target in front of the upstream. */
export function startTarget(name: TargetName, options: TargetOptions): Promise<Target> {
  switch (name) {
    case 'floor-a':
      return startFloor(name, [floorFile, 'bytes'], options);
    case 'floor-b':
      return startFloor(name, [floorFile, 'json'], options);
    case 'fastify-floor':
      return startFloor(name, [fastifyFile], options);
    case 'noria':
      return startNoria(options);
    default:
      return name satisfies never;
  }
}

export function startUpstream(folder: string, openFiles?: number): Promise<ServerProcess> {
  const args = [upstreamFile];
  return startServer({
    name: 'upstream',
    role: 'load',
    args,
    folder,
    ...(openFiles === undefined ? {} : { openFiles }),
  });
}

async function startFloor(
  name: string,
  program: readonly string[],
  { upstream, folder, nodeArgs = [], env = {} }: TargetOptions,
): Promise<Target> {
  const args = [...nodeArgs, ...program, upstream];
  const server = await startServer({ name, role: 'server', args, folder, env });
  return { ...server, headers: {}, modelName: (model) => `${provider}/${model}` };
}
