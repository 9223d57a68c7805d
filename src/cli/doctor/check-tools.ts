import { readFileSync } from 'node:fs';
import { formats } from '../connect/formats/formats.ts';
import { FileFault } from '../connect/formats/format.ts';
import type { Machine, Path, SettingsFile, Tool } from '../connect/tool.ts';
import { tools } from '../connect/tools.ts';
import { ask } from './ask.ts';
import { findingsOf, type Finding } from './finding.ts';

export interface ToolsCheck {
  readonly machine: Machine;
  /** Where Noria answers, or would. */
  readonly url: string;
  readonly isRunning: boolean;
  /** Values of the environment and of `.env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly conceal: (secret: string) => void;
}

const { ok, note, todo } = findingsOf('Tools');

/** Of every tool on this machine: does it point to this Noria, and is its key known there. */
export async function checkTools(parts: ToolsCheck): Promise<Finding[]> {
  const found = tools.filter((tool) => tool.isFound(parts.machine));
  if (found.length === 0) return [note('none of those that noria connect knows is on this machine')];
  return Promise.all(found.map((tool) => checkTool(tool, parts)));
}

async function checkTool(tool: Tool, parts: ToolsCheck): Promise<Finding> {
  const { id, name } = tool;
  const target = { url: parts.url, key: null, model: 'auto', project: false };
  const { files, witness } = tool.settings(target, parts.machine);
  const [file] = files;
  if (file === undefined || witness === null)
    return note(
      `${name}: keeps its settings where no file shows them`,
      `noria connect ${id} says what to look for.`,
    );
  try {
    const pointed = valueAt(file, witness.url);
    if (pointed === null) return note(`${name}: not set up for Noria`, `noria connect ${id} --write`);
    if (!isSamePlace(pointed, parts.url)) return elsewhere(tool, pointed, parts);
    const keyFile = files[witness.keyFile ?? 0];
    const key = witness.key === undefined || keyFile === undefined ? null : valueAt(keyFile, witness.key);
    return await checkKeyOf(tool, filled(key, parts.env), parts);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return todo(`${name}: ${file.path} cannot be read: ${error.message}`, 'Mend the file by hand.');
  }
}

function elsewhere({ id, name }: Tool, pointed: string, { url }: ToolsCheck): Finding {
  const shown = originOf(pointed) ?? 'another address';
  if (originOf(pointed) !== null && !isLoopback(pointed))
    return note(`${name}: uses ${shown}, not this Noria`);
  return todo(`${name}: points to ${shown}, not to ${url}`, `noria connect ${id} --write`);
}

async function checkKeyOf({ id, name }: Tool, key: string | null, parts: ToolsCheck): Promise<Finding> {
  const { url, isRunning, conceal } = parts;
  if (key === null)
    return note(`${name}: points to Noria; its key is in an environment that is not seen here`);
  conceal(key);
  if (!isRunning) return ok(`${name}: points to Noria (its key is checked while Noria runs)`);
  const answer = await ask(`${url}/v1/models`, { token: key });
  if (answer?.status === 200) return ok(`${name}: points to Noria, and its key is known`);
  if (answer?.status !== 401 && answer?.status !== 403)
    return note(`${name}: points to Noria, which did not say whether it knows the key`);
  return todo(
    `${name}: points to Noria, which does not know its key`,
    `noria connect ${id} --write --key sk-noria-…`,
  );
}

/** null = the file or the value is not there. @throws FileFault */
function valueAt({ path, format }: SettingsFile, at: Path): string | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new FileFault(String(code));
  }
  const value = formats[format].read(text, at);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A key that is a reference, `{env:NAME}` or `${NAME}`, or that the tool takes from the environment. */
function filled(key: string | null, env: Readonly<Record<string, string>>): string | null {
  if (key === null) return env['NORIA_API_KEY'] || null;
  const name = /^(?:\{env:|\$\{)(\w+)\}$/.exec(key)?.[1];
  return name === undefined ? key : env[name] || null;
}

function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [one, other].map((url) => (URL.canParse(url) ? new URL(url) : null));
  if (!a || !b || a.protocol !== b.protocol || a.port !== b.port) return false;
  return a.hostname === b.hostname || (isLoopback(one) && isLoopback(other));
}

/** This machine, also as a container sees it. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|host\.docker\.internal)$/.test(hostname);
}

/** Without what may be secret in an address. */
function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
