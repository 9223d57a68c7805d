/** What `noria connect` points a tool at. */
export interface Target {
  /** Where Noria answers, without a path and without a slash at the end. */
  readonly url: string;
  /** The client key; null = none is known. */
  readonly key: string | null;
  /** A model name or route of Noria. */
  readonly model: string;
  /** For the project in the working folder rather than for this person. Such files are shared: they never hold the key. */
  readonly project: boolean;
}

/** What of the machine decides where a tool keeps its settings. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The working folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** A program of this name is on the PATH. */
  readonly hasCommand: (name: string) => boolean;
}

export type FileFormat = 'jsonc' | 'yaml' | 'toml' | 'dotenv';

/** A name in an object, or the item of a list whose `name` is this one. */
export type Step = string | { readonly named: string };
export type Path = readonly Step[];
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

/** One setting that shall stand in a file. */
export interface Entry {
  readonly path: Path;
  readonly value: Value;
  /** Only where nothing stands yet: what the tool wants for itself. */
  readonly onlyIfMissing?: boolean;
  /** Never shown in what is said about a change. */
  readonly secret?: boolean;
}

export interface SettingsFile {
  readonly path: string;
  readonly format: FileFormat;
  readonly entries: readonly Entry[];
}

/** Where a tool's settings say which server it asks, and with which key. */
export interface Witness {
  readonly url: Path;
  /** Absent = the key is kept in the environment. */
  readonly key?: Path;
  /** Which of the files holds the key; 0 without it. */
  readonly keyFile?: number;
}

export interface ToolSettings {
  /** The first is the one that says where the tool points. Empty = the tool is set up by hand. */
  readonly files: readonly SettingsFile[];
  /** Variables that the tool reads when it is started. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is to be done by hand, in order. */
  readonly steps: readonly string[];
  readonly witness: Witness | null;
}

export interface Tool {
  readonly id: string;
  readonly name: string;
  /** What follows the name in the list. */
  readonly about: string;
  readonly isFound: (machine: Machine) => boolean;
  /** @throws UsageError when the tool cannot be set up as wished */
  readonly settings: (target: Target, machine: Machine) => ToolSettings;
}

/** Stands where the key would, when none is known. */
export const keyPlaceholder = 'sk-noria-…';

export function keyOf({ key }: Target): string {
  return key ?? keyPlaceholder;
}
