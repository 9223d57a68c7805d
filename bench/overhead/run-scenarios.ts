import type { Target } from '../harness/target.ts';
import type { Measurement } from '../harness/measure.ts';
import type { Comparison, Side } from './comparisons.ts';
import type { BenchOptions } from './options.ts';
import { render, renderSides } from './render.ts';
import { runRounds, type Measured, type Timing } from './run-rounds.ts';
import type { Scenario } from './scenarios.ts';
import { direct, summarise, type Summary } from './summarise.ts';

/** ms before a server's very first round: tens of thousands of requests until all that is hot is compiled. */
const coldMs = 8_000;
/** ms before the first round of every other scenario: what is only hot there. */
const otherMs = 3_000;
const quickMs = 500;

export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly shows: Scenario['shows'];
  readonly summaries: readonly Summary[];
  readonly conclusions: readonly string[];
  readonly rounds: Readonly<Record<string, readonly (Measurement | undefined)[]>>;
}

/** Everybody who is asked, and the upstream behind them. */
export interface Field {
  readonly upstream: string;
  readonly targets: readonly Target[];
}

/** Runs and prints the scenarios one after the other. Sets the exit code when one has no whole round of somebody. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  field: Field,
  options: BenchOptions,
): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const { id, title, shows, ask, pace } = scenario;
    const sides = [
      { name: direct, where: null },
      ...field.targets.map((where) => ({ name: where.name, where })),
    ];
    const measured = sides.map(({ name, where }) =>
      measuredAs(field, where, { name, ask, pace, expects: 'answer' }),
    );
    console.log(`\n${title}`);
    const rounds = await runRounds(measured, timing(options, index === 0));
    results.push(told({ id, title, shows, rounds }));
  }
  return results;
}

/** Runs and prints what only Noria does. */
export async function runComparisons(
  comparisons: readonly Comparison[],
  { upstream, targets }: Field,
  options: BenchOptions & { readonly areCold: boolean },
): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const [index, { id, title, shows, sides, pace, conclude }] of comparisons.entries()) {
    const measured = sides.map(({ where, ...side }) => {
      const target = targets.find(({ name }) => name === where) ?? null;
      if (target === null && where !== 'direct') throw new Error(`${title} needs ${where}`);
      return measuredAs({ upstream, targets }, target, { ...side, pace });
    });
    console.log(`\n${title}`);
    const rounds = await runRounds(measured, timing(options, options.areCold && index === 0));
    results.push(told({ id, title, shows, rounds, conclude }));
  }
  return results;
}

function timing({ rounds, seconds, quick }: BenchOptions, isFirst: boolean): Timing {
  return { rounds, seconds, warmupMs: quick ? quickMs : isFirst ? coldMs : otherMs };
}

/** How somebody is asked: by his own name of the model, with the headers that he wants. `null` = the upstream itself. */
function measuredAs(
  { upstream }: Field,
  target: Target | null,
  { name, ask, pace, expects }: Omit<Side, 'where'> & Pick<Scenario, 'pace'>,
): Measured {
  const plan = { origin: upstream, headers: {}, ask, pace, expects };
  if (target === null) return { name, plan };
  const { origin, headers, pid, modelName } = target;
  return { name, pid, plan: { ...plan, origin, headers, ask: { ...ask, model: modelName(ask.model) } } };
}

interface Outcome extends Pick<Scenario, 'id' | 'title' | 'shows'> {
  readonly rounds: Awaited<ReturnType<typeof runRounds>>;
  /** Of the ways in which only Noria serves. */
  readonly conclude?: Comparison['conclude'];
}

function told({ id, title, shows, rounds, conclude }: Outcome): ScenarioResult {
  const summaries = summarise(rounds);
  const conclusions = conclude?.(summaries) ?? [];
  console.log(conclude === undefined ? render(shows, summaries) : renderSides(shows, summaries));
  for (const line of conclusions) console.log(`  ${line}`);
  if (summaries.some((summary) => summary.rounds === 0)) process.exitCode = 1;
  return { id, title, shows, summaries, conclusions, rounds: Object.fromEntries(rounds) };
}
