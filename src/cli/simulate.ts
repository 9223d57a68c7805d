import { loadCatalog } from '../catalog/load-catalog.ts';
import { loadConfig } from '../config/load-config.ts';
import type { EnvSources } from '../config/env.ts';
import { NoriaError } from '../shared/errors.ts';
import { houseOfConfig } from '../simulate/house-of-config.ts';
import { planDay } from '../simulate/plan-day.ts';
import { simulateDay } from '../simulate/simulate-day.ts';
import { explain } from './explain.ts';
import { readSimulateOptions } from './simulate-options.ts';
import { renderDay } from './render-day.ts';
import { storedKeys } from './stored-keys.ts';
import { UsageError } from './usage-error.ts';

/** What a command came to: nothing is printed before all of it is known. */
export interface CommandOutcome {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly errors: string;
}

/** `noria simulate`: lives the day that was asked for and tells of it. */
export async function simulate(args: string[], sources: EnvSources = {}): Promise<CommandOutcome> {
  try {
    const { wish, rate, json } = readSimulateOptions(args, Date.now());
    const catalog = (await loadCatalog()).providers;
    const config = loadConfig(catalog, sources);
    const house = houseOfConfig(config, catalog, wish.keys === null ? storedKeys(config) : []);
    const plan = planDay(wish, house);
    const from = performance.now();
    const result = await simulateDay(plan);
    const tookMs = performance.now() - from;
    const output = json
      ? `${JSON.stringify(result, null, 2)}\n`
      : renderDay(result, { rate, shape: wish.shape, tookMs });
    return { exitCode: 0, output, errors: '' };
  } catch (error) {
    if (error instanceof UsageError || (error instanceof NoriaError && error.code === 'invalid_request'))
      return {
        exitCode: 2,
        output: '',
        errors: `noria simulate: ${error.message}\n(noria simulate --help)\n`,
      };
    return { exitCode: 1, output: '', errors: `${explain(error)}\n` };
  }
}
