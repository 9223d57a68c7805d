import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** What the environment says, read once. Values are trimmed; an empty one counts as not given. */
export interface Env {
  /** The working folder: where `.env` and `noria.yaml` are looked for and `./data` begins. */
  readonly folder: string;
  readonly values: Readonly<Record<string, string>>;
  /** Names that stand in `.env`, which is written for Noria, so that a slip in a name there is worth a word. */
  readonly namesInFile: readonly string[];
  /** Standard output is a terminal, and one that wants colours. */
  readonly terminal: boolean;
  readonly colour: boolean;
  readonly problems: readonly string[];
}

export interface EnvSources {
  readonly folder?: string;
  readonly processEnv?: Readonly<Record<string, string | undefined>>;
  readonly terminal?: boolean;
}

/** The process environment over the `.env` of the working folder. */
export function readEnv(sources: EnvSources = {}): Env {
  const { folder = process.cwd(), processEnv = process.env, terminal = process.stdout.isTTY } = sources;
  const file = readDotEnv(folder);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...file.values, ...processEnv })) {
    if (value !== undefined) values[name] = withoutQuotes(value.trim());
  }
  const colour = terminal && !values['NO_COLOR'] && values['TERM'] !== 'dumb';
  return { folder, values, namesInFile: Object.keys(file.values), terminal, colour, problems: file.problems };
}

function readDotEnv(folder: string): { values: Record<string, string | undefined>; problems: string[] } {
  const path = join(folder, '.env');
  try {
    return { values: parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')), problems: [] };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { values: {}, problems: [] };
    return {
      values: {},
      problems: [`${path} cannot be read (${code ?? message}); allowed: a readable file, or none`],
    };
  }
}

/** `docker --env-file` keeps the quotes that other readers remove. */
function withoutQuotes(value: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(value);
  return quoted?.[2] ?? value;
}
