import { allowedCalls, givenWithin, type Allowance } from './allowed.ts';
import type { LaneUse } from './lane-uses.ts';
import type { ProviderSide } from './sim-wire.ts';
import type { CallSize } from './traffic.ts';
import { matchesModel, type TruthLimit } from './truth-limit.ts';

/** What was got of what was there. */
export interface Harvested {
  readonly got: number;
  readonly allowed: number;
}

export interface ProviderHarvest {
  /** Calls over all models that something limits. */
  readonly calls: Harvested;
  /** Nothing limits some model. */
  readonly unbounded: boolean;
  /** Calls over the models whose requests run out first. */
  readonly byRequests: Harvested;
  /** Tokens over the models whose tokens run out first. */
  readonly byTokens: Harvested;
}

export interface HarvestInput {
  readonly side: ProviderSide;
  /** Models that `auto` may use. */
  readonly models: readonly string[];
  /** Keys of each account, by its name. */
  readonly accounts: ReadonlyMap<string, number>;
  readonly startAt: number;
  readonly endAt: number;
  /** Mean of the whole traffic, for models that served nothing. */
  readonly size: CallSize;
}

const nothing: Harvested = { got: 0, allowed: 0 };

/** Compares a provider's own books with what its limits allow to calls of the size that it served. */
export function harvestOf(input: HarvestInput): ProviderHarvest {
  const all = [...input.accounts].flatMap(([account, keys]) => lanesOf(input, account, keys));
  const lanes = all.filter(({ allowance }) => allowance.calls < Infinity);
  return {
    unbounded: lanes.length < all.length,
    calls: sumOf(lanes, ({ use, allowance }) => ({ got: use.calls, allowed: allowance.calls })),
    byRequests: sumOf(
      lanes.filter(({ allowance }) => allowance.by?.unit === 'requests'),
      ({ use, allowance }) => ({ got: use.calls, allowed: allowance.calls }),
    ),
    byTokens: sumOf(
      lanes.filter(({ allowance }) => allowance.by?.unit === 'tokens'),
      ({ perCall, use, allowance }) => ({ got: use.calls * perCall, allowed: allowance.calls * perCall }),
    ),
  };
}

interface HarvestedLane {
  readonly use: Pick<LaneUse, 'calls'>;
  readonly allowance: Allowance;
  /** Units of the limit that binds, a call. */
  readonly perCall: number;
}

function lanesOf(input: HarvestInput, account: string, keys: number): HarvestedLane[] {
  const { side, models, startAt, endAt } = input;
  const { truth, use } = side;
  const uses = new Map(models.map((model) => [model, use.lanes.get(`${account}|${model}`)]));
  const ownTaken = (limit: TruthLimit, model: string): number => {
    const { inputTokens, outputTokens } = meanSize(uses.get(model), input.size);
    return truth.amountOf(limit, { model, inputTokens }, outputTokens);
  };
  // What models share is measured by the calls that really took of it, whichever model they went to.
  const sharedTaken = new Map(
    truth.limits.map((limit) => [limit, meanTaken(limit, [...uses.values()], ownTaken)]),
  );
  const takenOf = (limit: TruthLimit, model: string): number =>
    (limit.per === 'account_model' ? null : sharedTaken.get(limit)) ?? ownTaken(limit, model);
  const allowances = allowedCalls({
    limits: truth.limits,
    models,
    keys,
    givenBy: (limit) => givenWithin(limit, startAt, endAt),
    takenOf,
  });
  return allowances.map((allowance) => ({
    use: uses.get(allowance.model) ?? { calls: 0 },
    allowance,
    perCall: allowance.by === null ? 0 : takenOf(allowance.by, allowance.model),
  }));
}

/** Units a call of those that models of the limit have served; null = none was. */
function meanTaken(
  limit: TruthLimit,
  uses: readonly (LaneUse | undefined)[],
  ownTaken: (limit: TruthLimit, model: string) => number,
): number | null {
  const served = uses.filter((use) => use !== undefined && matchesModel(limit, use.model)) as LaneUse[];
  const { got, allowed } = addAll(
    served.map(({ model, calls }) => ({ got: calls * ownTaken(limit, model), allowed: calls })),
  );
  return allowed === 0 ? null : got / allowed;
}

function meanSize(use: LaneUse | undefined, otherwise: CallSize): CallSize {
  if (use === undefined || use.calls === 0) return otherwise;
  return { inputTokens: use.inputTokens / use.calls, outputTokens: use.outputTokens / use.calls };
}

function sumOf(lanes: readonly HarvestedLane[], valueOf: (lane: HarvestedLane) => Harvested): Harvested {
  return addAll(lanes.map(valueOf));
}

export function addAll(all: readonly Harvested[]): Harvested {
  return all.reduce(
    (sum, { got, allowed }) => ({ got: sum.got + got, allowed: sum.allowed + allowed }),
    nothing,
  );
}
