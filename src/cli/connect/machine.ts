import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { EnvSources } from '../../config/env.ts';
import type { Machine } from './tool.ts';

/** This machine, for the person who runs the command. */
export function thisMachine({
  folder = process.cwd(),
  processEnv: env = process.env,
}: EnvSources = {}): Machine {
  const { platform } = process;
  return {
    platform,
    // What `homedir` looks at first.
    home: env[platform === 'win32' ? 'USERPROFILE' : 'HOME'] || homedir(),
    folder,
    env,
    exists: existsSync,
    hasCommand: (name) =>
      foldersOf(env).some((at) => namesOf(name, platform).some((file) => canRun(join(at, file)))),
  };
}

function foldersOf(env: Machine['env']): string[] {
  return (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

function namesOf(name: string, platform: NodeJS.Platform): string[] {
  return platform === 'win32' ? [`${name}.exe`, `${name}.cmd`, `${name}.ps1`] : [name];
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
