import { benchUntil, clearBench } from '../engine/bench.ts';
import type { ProviderNode, ProviderSpec } from '../engine/nodes.ts';
import { dropKey, dropProvider, putKey, putProvider, type Pool } from '../engine/pool.ts';
import { NoriaError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { ProviderSettings, ProviderSettingsRepository } from '../store/provider-settings.ts';
import { carryOver, formerOf } from './carry-over.ts';
import {
  originalOf,
  overridden,
  ownSpec,
  parseProviderChange,
  takenBackIn,
  type ProviderChange,
  type ProviderOverrides,
} from './provider-overrides.ts';

export interface ProviderSettingsParts {
  readonly pool: Pool;
  readonly store: { readonly providerSettings: ProviderSettingsRepository };
  readonly clock: { now(): number };
  readonly log: Log;
  readonly config: { readonly providers: ReadonlyMap<string, unknown> };
}

const switchedOff = 'switched off by its owner';

/** Puts what was changed in an earlier life back on: at the start, before the keys are loaded, which need their providers. A setting that makes no sense any more is told and passed over. */
export async function applyProviderSettings(parts: ProviderSettingsParts): Promise<void> {
  for (const settings of await parts.store.providerSettings.list()) {
    try {
      apply(parts, {
        id: settings.id,
        enabled: settings.enabled,
        overrides: parseProviderChange(settings.overrides),
      });
    } catch (error) {
      parts.log.warn(
        { err: error, provider: settings.id },
        `the settings of the provider ${settings.id} are passed over`,
      );
    }
  }
}

/** Changes a provider, or makes one of the owner's own. What is not named stays, what is null is taken back. @throws NoriaError invalid_request, conflict */
export async function changeProvider(
  parts: ProviderSettingsParts,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Promise<ProviderNode> {
  const taken = takenBackIn(body);
  const { enabled, ...change } = parseProviderChange(without(body, taken));
  checkChange(parts, id, change);
  const before = await settingsOf(parts, id);
  const settings = {
    id,
    enabled: enabled ?? before.enabled,
    overrides: { ...without(before.overrides, taken), ...given(change) },
  };
  const known = parts.pool.providers.get(id);
  const original = known === undefined ? null : originalOf(known.spec);
  if (known !== undefined && original !== null && saysNothing(settings)) {
    await parts.store.providerSettings.remove(id);
    return toOriginal(parts, known, original);
  }
  const node = apply(parts, settings);
  // At the next start discovery finds out whether the server answers without a key.
  if (node.keys.length === 0 && originalOf(node.spec) === null) putKey(parts.pool, keyless(id));
  await parts.store.providerSettings.set(settings);
  return node;
}

/** Takes the changes back; a provider that was made while running goes, its keys must have gone before. @throws NoriaError not_found, conflict */
export async function resetProvider(parts: ProviderSettingsParts, id: string): Promise<ProviderNode> {
  const node = parts.pool.providers.get(id);
  if (node === undefined) throw new NoriaError('not_found', `There is no provider ${id}`);
  const original = originalOf(node.spec);
  const removed = await parts.store.providerSettings.remove(id);
  if (original === null) {
    dropProvider(parts.pool, id);
    return node;
  }
  if (!removed)
    throw new NoriaError(
      'conflict',
      `${node.spec.def.name} is as the catalog and noria.yaml have it: there is nothing to take back`,
    );
  return toOriginal(parts, node, original);
}

function toOriginal(parts: ProviderSettingsParts, node: ProviderNode, original: ProviderSpec): ProviderNode {
  const fresh = replace(parts, node, original);
  if (isSwitchedOff(fresh)) clearBench(fresh.bench);
  return fresh;
}

export function isSwitchedOff(node: ProviderNode): boolean {
  return node.bench.untilAt === Infinity && node.bench.reason === switchedOff;
}

interface Applied extends Omit<ProviderSettings, 'overrides'> {
  readonly overrides: ProviderOverrides;
}

function apply(parts: ProviderSettingsParts, { id, enabled, overrides }: Applied): ProviderNode {
  const { pool, clock } = parts;
  const old = pool.providers.get(id);
  const original = old === undefined ? null : originalOf(old.spec);
  const node = replace(
    parts,
    old,
    original === null ? ownSpec(id, overrides) : overridden(original, overrides),
  );
  if (isSwitchedOff(node)) clearBench(node.bench);
  if (!enabled) benchUntil(node.bench, Infinity, switchedOff, clock.now());
  return node;
}

/** The provider with other settings. What it has learned and done stays: the pool keeps only its keys. */
function replace(
  { pool, clock }: ProviderSettingsParts,
  old: ProviderNode | undefined,
  spec: ProviderSpec,
): ProviderNode {
  const former = old === undefined ? null : formerOf(old);
  const node = putProvider(pool, spec);
  if (former !== null) carryOver(pool, former, node, clock.now());
  return node;
}

/** The owner’s server has a key after all. */
export function forgetKeyless(pool: Pool, provider: string): void {
  dropKey(pool, keyless(provider).id);
}

/** The same id as discovery gives a server that wants no key. */
function keyless(provider: string): Parameters<typeof putKey>[1] {
  return {
    id: `key_${provider}_none`,
    provider,
    secret: '',
    masked: '',
    label: null,
    account: null,
    enabled: true,
  };
}

async function settingsOf({ store }: ProviderSettingsParts, id: string): Promise<Applied> {
  const known = (await store.providerSettings.list()).find((settings) => settings.id === id);
  return { id, enabled: known?.enabled ?? true, overrides: parseProviderChange(known?.overrides ?? {}) };
}

function checkChange(
  { pool, config }: ProviderSettingsParts,
  id: string,
  { base_url: baseUrl, wire }: ProviderChange,
): void {
  const node = pool.providers.get(id);
  if (node === undefined) checkNewName(id, config.providers);
  if (node?.spec.def.simulated === true)
    throw new NoriaError('conflict', `The provider ${id} is simulated: there is nothing to change about it`);
  const own = node === undefined || originalOf(node.spec) === null;
  if (!own && (baseUrl !== undefined || wire !== undefined)) {
    const field = baseUrl === undefined ? 'wire' : 'base_url';
    const where = 'its keys would go there: give it in the environment or in noria.yaml';
    throw new NoriaError(
      'invalid_request',
      `"${field}" of ${node.spec.def.name} cannot be changed here (${where}); allowed: enabled, rotation, limits, models`,
      { param: field },
    );
  }
}

function saysNothing({ enabled, overrides }: Applied): boolean {
  return enabled && Object.keys(overrides).length === 0;
}

function checkNewName(id: string, configured: ReadonlyMap<string, unknown>): void {
  if (configured.has(id))
    throw new NoriaError(
      'conflict',
      `The provider ${id} is retired, or off in noria.yaml or for want of an address: it cannot be changed here`,
    );
  if (/^[a-z0-9][a-z0-9_-]{0,39}$/.test(id)) return;
  throw new NoriaError(
    'invalid_request',
    `"${id.slice(0, 60)}" is no name of a provider; allowed: lower-case letters, digits, - and _`,
    { param: 'id' },
  );
}

function without<T extends object>(all: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name))) as T;
}

function given<T extends object>(change: T): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}
