export type StrategyView = 'cascade' | 'race' | 'hedge';

/** A route as it holds now. */
export interface RouteView {
  /** `auto`, `fast`, `content`, …; asked for as `auto` or `auto:<name>`. */
  readonly name: string;
  /** null = by the kind of the request. */
  readonly strategy: StrategyView | null;
  /** Providers, `provider/model`, families, models or aliases, in their order. */
  readonly steps: readonly string[];
  /** Steps after all of `steps` have failed. */
  readonly then: readonly string[];
  readonly resume: boolean | null;
  readonly deadline_ms: number | null;
  /** Where this comes from; only what is `stored` can be taken back with DELETE. */
  readonly source: 'built_in' | 'file' | 'stored';
  /** What DELETE would bring back of a stored one; null = nothing is stored, or the route would be gone. */
  readonly beneath: 'built_in' | 'file' | null;
  /** The models it leads to now, in their order; the first of them when there are many. */
  readonly leads_to: readonly {
    readonly provider: string;
    readonly model: string;
    readonly ready: boolean;
  }[];
  /** Steps that lead nowhere now: no key, or no such name. */
  readonly idle_steps: readonly string[];
  /** Steps that lead somewhere, where nobody can serve at this moment. */
  readonly waiting_steps: readonly string[];
}

/** GET /api/routes; PUT /api/routes `{ routes: RouteEdit[] }` and DELETE /api/routes/:name answer with the same. */
export interface RouteListView {
  readonly routes: readonly RouteView[];
  /** What a step may be, beside `provider/model`. */
  readonly names: {
    readonly providers: readonly string[];
    readonly families: readonly string[];
    readonly aliases: readonly string[];
  };
}

/** What is not given is as in the kind of the request. Routes that are not named stay. */
export interface RouteEdit {
  readonly name: string;
  readonly strategy?: StrategyView | null;
  readonly steps: readonly string[];
  readonly then?: readonly string[];
  readonly resume?: boolean | null;
  readonly deadline_ms?: number | null;
}

/** POST /api/routes/:name/test: one short request over it. */
export interface RouteTestView {
  readonly ok: boolean;
  readonly latency_ms: number;
  readonly provider: string | null;
  readonly model: string | null;
  readonly attempts: number;
  readonly trace: string | null;
  readonly error?: { readonly code: string; readonly message: string };
}
