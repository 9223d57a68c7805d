import type { ServerProcess } from './server-process.ts';

/** A server with what it wants to be told by those who ask it. */
export interface Target extends ServerProcess {
  readonly headers: Readonly<Record<string, string>>;
  /** How the upstream's model is called here. */
  readonly modelName: (model: string) => string;
}

export interface TargetOptions {
  readonly upstream: string;
  readonly folder: string;
  /** Arguments to Node before the program's own. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Connections that it must be able to hold, where they are many. */
  readonly openFiles?: number;
}
