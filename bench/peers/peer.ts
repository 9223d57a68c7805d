import type { Target } from '../harness/target.ts';

/** Another gateway, as its own documentation starts it. */
export interface Peer {
  readonly name: string;
  /** Its name in the npm registry. */
  readonly package: string;
  /** Versions of its dependencies without which it does not work, and where that is known. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly note: string | null;
  /** The file of the package that Node runs. */
  readonly program: string;
  readonly args: (port: number) => readonly string[];
  readonly headers: (upstream: string) => Target['headers'];
  readonly modelName: Target['modelName'];
}
