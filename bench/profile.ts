import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { renderColumns } from '../src/cli/render-columns.ts';
import { figure, percent } from './harness/figure.ts';
import { measure } from './harness/measure.ts';
import { startTarget, startUpstream, targetNames } from './harness/targets.ts';
import { scenarios, titled } from './overhead/scenarios.ts';
import { readFlags, UsageError } from './usage.ts';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Where the time of one server goes under one scenario: `npm run bench -- profile [--target noria] [--only "1 kB"]`. */
export async function profile(args: string[]): Promise<void> {
  const values = readFlags(args, {
    target: { type: 'string', default: 'noria' },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '5' },
    top: { type: 'string', default: '60' },
  });
  const target = targetNames.find((name) => name === values.target);
  const [scenario] = titled(scenarios, values.only);
  if (target === undefined || scenario === undefined)
    throw new UsageError(
      target === undefined
        ? `--target is ${values.target}; allowed: ${targetNames.join(', ')}`
        : `--only is "${values.only}"; allowed: a part of ${scenarios.map(({ title }) => `"${title}"`).join(', ')}`,
    );
  const folder = mkdtempSync(path.join(os.tmpdir(), 'noria-profile-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const upstream = await startUpstream(folder);
  const file = path.join(folder, 'profile.json');
  const server = await startTarget(target, {
    upstream: upstream.origin,
    folder,
    nodeArgs: ['--import', new URL('profiler.ts', import.meta.url).href],
    env: { NORIA_PROFILE: file },
  });
  const { ask, pace } = scenario;
  const plan = {
    origin: server.origin,
    headers: server.headers,
    ask: { ...ask, model: server.modelName(ask.model) },
    pace,
    expects: 'answer' as const,
  };
  await measure({ ...plan, warmupMs: 0, measureMs: 6_000 }, server.pid);
  process.kill(server.pid, 'SIGWINCH');
  const measured = await measure(
    { ...plan, warmupMs: 0, measureMs: Number(values.seconds) * 1000 },
    server.pid,
  );
  process.kill(server.pid, 'SIGWINCH');
  while (!existsSync(file)) await wait(100);
  await wait(1_000);
  await server[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  console.log(
    `${target}: ${figure(measured.perSecond)} a second, ${figure(measured.cpuUs)} µs CPU a request`,
  );
  const found = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  console.log(describe(found, Number(values.top), measured.totalRequests));
}

function describe({ nodes, samples, timeDeltas }: CpuProfile, top: number, requests: number): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const places = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    const spent = timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)') return;
    total += spent;
    const where = shorten(frame.url);
    const name = `${frame.functionName || '(anonymous)'} ${where === '' ? '' : `${where}:${frame.lineNumber + 1}`}`;
    functions.set(name, (functions.get(name) ?? 0) + spent);
    const place = placeOf(where, frame.functionName);
    places.set(place, (places.get(place) ?? 0) + spent);
  });
  const rows = (sums: ReadonlyMap<string, number>, most: number): string =>
    renderColumns(
      ['', 'µs a request', 'share'],
      [...sums]
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, most)
        .map(([name, spent]) => [name, figure(spent / requests), percent(spent / total)]),
    );
  return `${rows(places, 25)}\n\n${rows(functions, top)}`;
}

function shorten(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '~')
    .replace(/^.*\/(src|bench)\//, '$1/');
}

/** The room or package that a function belongs to. */
function placeOf(where: string, functionName: string): string {
  if (where === '') return functionName.startsWith('(') ? functionName : 'built in';
  if (where.startsWith('node:')) return where.split('/').slice(0, 2).join('/');
  return where.split('/').slice(0, 2).join('/');
}
