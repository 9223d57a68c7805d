import type { EnvSources } from '../../config/env.ts';
import type { CommandOutcome } from '../simulate.ts';
import { UsageError } from '../usage-error.ts';
import { readConnectOptions, type ConnectOptions } from './connect-options.ts';
import { FileFault } from './formats/format.ts';
import { thisMachine } from './machine.ts';
import { noKey, renderSettings, renderTools, renderWritten } from './render-connect.ts';
import type { Machine, Tool, ToolSettings } from './tool.ts';
import { tools } from './tools.ts';
import { planSettings, writeSettings } from './write-settings.ts';

/** `noria connect`: prints a tool's settings, or puts them into its own file. */
export function connect(args: string[], sources: EnvSources = {}): CommandOutcome {
  try {
    const options = readConnectOptions(args, sources);
    const machine = thisMachine(sources);
    if (options.tool === null) return listed(options, machine);
    const settings = options.tool.settings(options.target, machine);
    if (!options.write) return done(renderSettings(options.tool, settings, options.target));
    return write(options.tool, settings, options);
  } catch (error) {
    if (error instanceof UsageError) return failed(2, `${error.message}\n(noria connect --help)`);
    if (error instanceof FileFault) return failed(1, error.message);
    const { code, path, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return failed(1, `${path ?? 'the file'} cannot be written (${code}): ${message}`);
  }
}

function listed({ write: wantsWrite }: ConnectOptions, machine: Machine): CommandOutcome {
  if (wantsWrite) throw new UsageError('--write needs the name of a tool');
  return done(renderTools(tools, machine));
}

function write(tool: Tool, settings: ToolSettings, { target }: ConnectOptions): CommandOutcome {
  if (settings.files.length === 0)
    return failed(
      1,
      `${tool.name} keeps its settings where no file shows them: --write cannot do it.\n\n` +
        renderSettings(tool, settings, target).trimEnd(),
    );
  const holdsKey = settings.files.some(({ entries }) => entries.some(({ secret }) => secret === true));
  if (holdsKey && !target.project && target.key === null) return failed(1, noKey(target));
  // All files are read and decided before the first one is written.
  const plans = settings.files.map(planSettings);
  const now = Date.now();
  return done(
    renderWritten(
      { name: tool.name, settings, target },
      plans.map((plan) => writeSettings(plan, now)),
    ),
  );
}

function done(output: string): CommandOutcome {
  return { exitCode: 0, output, errors: '' };
}

function failed(exitCode: 1 | 2, why: string): CommandOutcome {
  return { exitCode, output: '', errors: `noria connect: ${why}\n` };
}
