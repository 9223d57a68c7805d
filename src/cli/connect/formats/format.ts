import { isDeepStrictEqual } from 'node:util';
import { showAddress } from '../../../config/address.ts';
import { maskKey } from '../../../shared/mask.ts';
import type { Entry, Path, Step, Value } from '../tool.ts';

/** What an entry did to a file. */
export interface Change {
  /** `env.ANTHROPIC_BASE_URL`, `models[Noria].apiKey` */
  readonly setting: string;
  /** What stood there, without secrets; null = nothing did. */
  readonly was: string | null;
}

export interface Edited {
  readonly text: string;
  readonly change: Change | null;
}

/** A kind of settings file, edited so that everything else stays as it is. */
export interface Format {
  /** What stands at a path; undefined = nothing. @throws FileFault */
  readonly read: (text: string, path: Path) => unknown;
  /** @throws FileFault when the text cannot be read or the entry has no place in it */
  readonly set: (text: string, entry: Entry) => Edited;
}

/** A file that is left alone; the message follows its name: `settings.json: line 3: …`. */
export class FileFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FileFault';
  }
}

export function showPath(path: Path): string {
  return path.reduce<string>(
    (shown, step) => (typeof step === 'string' ? join(shown, step) : `${shown}[${step.named}]`),
    '',
  );
}

function join(shown: string, step: string): string {
  return shown === '' ? step : `${shown}.${step}`;
}

/** What holds the value at the end of a path, as a whole: `{ a: [{ name: 'Noria', b: value }] }`. */
export function nest(path: Path, value: Value): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inner = nest(rest, value);
  if (typeof step === 'string') return { [step]: inner };
  return [Object.assign({ name: step.named }, rest.length > 0 ? inner : {})];
}

/** Whether what stands there is to be replaced; if so, how it is told of. */
export function replacing(entry: Entry, was: unknown): Change | null {
  if (entry.onlyIfMissing === true || isDeepStrictEqual(was, entry.value)) return null;
  return { setting: showPath(entry.path), was: showOld(entry, was) };
}

export function adding({ path }: Entry): Change {
  return { setting: showPath(path), was: null };
}

function showOld({ secret }: Entry, was: unknown): string {
  if (typeof was === 'object' && was !== null) return Array.isArray(was) ? 'a list' : 'a group of settings';
  return secret === true ? maskKey(String(was)) : showAddress(String(was));
}

/** @throws FileFault that says what stands in the way of a path */
export function blocked(path: Path, depth: number, wanted: string): never {
  throw new FileFault(`${showPath(path.slice(0, depth)) || 'the file'} is not ${wanted}`);
}

export function isNamed(step: Step | undefined): step is { readonly named: string } {
  return typeof step === 'object';
}
