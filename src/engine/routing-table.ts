import type { Strategy } from './plan.ts';

export interface Route {
  /** null = by the kind of the request. */
  readonly strategy: Strategy | null;
  /** `groq`, `groq/openai/gpt-oss-120b`, a family, a model or an alias. */
  readonly steps: readonly string[];
  readonly then: readonly string[];
  /** null = the default of the request's kind. */
  readonly resume: boolean | null;
  readonly deadlineMs: number | null;
}

/** Never changed: where routes change, another one takes its place. */
export interface RoutingTable {
  readonly routes: ReadonlyMap<string, Route>;
  /** Alias → families in order of preference. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

/** Routes that are there without a word in noria.yaml, beside `auto` and the content generator's own. */
export const builtInRoutes = ['fast', 'smart', 'creative', 'private'] as const;

/** All that there are, the owner's last; each is asked for as `auto` or `auto:<name>`. */
export function namesOfRoutes({ routes }: RoutingTable): string[] {
  return [...new Set(['auto', ...builtInRoutes, 'content', ...routes.keys()])];
}
