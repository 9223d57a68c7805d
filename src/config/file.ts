import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { checkShape } from '../shared/check-shape.ts';
import { describeIssue } from './file-problems.ts';
import { fileSchema, type FileSettings } from './file-schema.ts';
import { createLocator, type Locate } from './locate.ts';

/** noria.yaml, read and checked for itself; what its names refer to is checked by `decideConfig`. */
export interface ConfigFile {
  /** null = there is none. */
  readonly path: string | null;
  readonly settings: FileSettings;
  /** `noria.yaml:12:5 providers.groq.limits`: a setting's place and name. */
  readonly locate: Locate;
  readonly problems: readonly string[];
}

export interface ConfigFileOptions {
  readonly folder: string;
  /** NORIA_CONFIG: this file must exist. Without it `noria.yaml` of the folder is read when it is there. */
  readonly named?: string | undefined;
}

const EMPTY: FileSettings = { providers: {}, routes: {}, aliases: {}, traces: {} };

export function readConfigFile({ folder, named }: ConfigFileOptions): ConfigFile {
  const path = resolve(folder, named || 'noria.yaml');
  try {
    return parseConfigFile(readFileSync(path, 'utf8'), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !named) return emptyConfigFile(null, []);
    if (code === undefined) throw error;
    const name = named ? 'NORIA_CONFIG' : 'noria.yaml';
    const reason = code === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${code}`;
    return emptyConfigFile(path, [
      `${name} is "${named ?? path}", and ${reason}; allowed: a YAML file that can be read`,
    ]);
  }
}

/** The same from a text; for tests and for those who keep it elsewhere. */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const name = basename(path);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const broken = syntaxProblems(document, lines, name);
  if (broken.length > 0) return emptyConfigFile(path, broken);
  const raw = plainOf(document);
  if (raw instanceof Error) return emptyConfigFile(path, [`${name} is not usable YAML: ${raw.message}`]);
  const locate = createLocator(document, lines, name);
  const result = checkShape(fileSchema, raw);
  if (result.success) return { path, settings: result.data, locate, problems: [] };
  const problems = result.error.issues.flatMap((issue) => describeIssue(issue, raw, locate));
  return { path, settings: EMPTY, locate, problems };
}

function emptyConfigFile(path: string | null, problems: readonly string[]): ConfigFile {
  return { path, settings: EMPTY, locate: (setting) => setting.join('.'), problems };
}

/** Aliases that multiply each other without end are found only here. */
function plainOf(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Only the first: the rest of a broken file is guesswork. The text of the line is not shown, it may hold a key. */
function syntaxProblems(document: Document.Parsed, lines: LineCounter, name: string): string[] {
  const [error] = document.errors;
  if (error === undefined) return [];
  const { line, col } = lines.linePos(error.pos[0]);
  return [`${name}:${line}:${col} is not valid YAML: ${error.message}`];
}
