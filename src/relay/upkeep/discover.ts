import type { Model, Provider } from '../../catalog/types.ts';
import { unlistedModel } from '../../catalog/unlisted-model.ts';
import { benchUntil, createBench } from '../../engine/bench.ts';
import type { KeyNode, ProviderNode } from '../../engine/nodes.ts';
import { dropKey, putKey, putModel, type Pool } from '../../engine/pool.ts';
import { keepKey } from '../../engine/states.ts';
import type { HttpClient } from '../../upstream/http.ts';
import { listModels, type ListedModel } from './model-list.ts';

export interface DiscoverParts {
  readonly pool: Pool;
  readonly http: HttpClient;
  readonly now: () => number;
  /** Asks the provider whether it takes the key. */
  readonly isGood: (key: KeyNode) => Promise<boolean>;
  /** A provider without a key began or ceased to answer. */
  readonly onLocal: (provider: ProviderNode, online: boolean) => void;
}

/** Looks who answers without a key, and what each provider lists today: catalogs age. */
export interface Discovery {
  /** Resolves when the keyless providers have been asked once; the lists of the others go on in the background. */
  start(): Promise<void>;
  close(): void;
}

const localTimeoutMs = 800;
const listTimeoutMs = 15_000;
const localEveryMs = 15_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const unlisted = 'not in the provider’s list of models';

export function createDiscovery({ pool, http, now, isGood, onLocal }: DiscoverParts): Discovery {
  const timers = new Set<NodeJS.Timeout>();

  async function lookLocal(provider: ProviderNode | undefined): Promise<void> {
    if (provider === undefined) return;
    const id = `key_${provider.id}_none`;
    const online = await listModels(http, provider, '', localTimeoutMs).then(
      (list) => {
        noteList(provider, list);
        return true;
      },
      () => false,
    );
    if (online === pool.keys.has(id)) return;
    if (online) putKeyless(provider);
    else dropKey(pool, id);
    onLocal(provider, online);
  }

  function putKeyless({ id: provider }: ProviderNode): void {
    putKey(pool, {
      id: `key_${provider}_none`,
      provider,
      secret: '',
      masked: '',
      label: null,
      account: null,
      enabled: true,
    });
  }

  async function lookCloud(provider: ProviderNode | undefined): Promise<void> {
    if (provider === undefined) return;
    const key = provider.keys.find(({ enabled, invalid }) => enabled && invalid === null);
    if (key === undefined) return;
    const list = await listModels(http, provider, key.spec.secret, listTimeoutMs).catch(() => null);
    noteList(provider, list);
  }

  /** A key that was refused is looked at again after a day, by a call that costs nothing. */
  async function recheckInvalid(): Promise<void> {
    for (const key of pool.keys.values()) {
      const { test } = key.provider.spec.def;
      if (key.invalid === null || now() - key.invalid.at < dayMs || test?.cost.startsWith('free') !== true)
        continue;
      const good = await isGood(key);
      key.invalid = good ? null : { ...key.invalid, at: now() };
      keepKey(pool.states, key);
    }
  }

  function noteList(provider: ProviderNode, list: readonly ListedModel[] | null): void {
    if (list === null || list.length === 0) return;
    const listed = new Set(list.map(({ id }) => id));
    const { models: declared, def } = provider.spec;
    const knows = declared.some(({ id }) => listed.has(id));
    for (const one of list)
      if (isOffered(provider, one.id)) putModel(pool, provider, learnedModel(one, def, knows));
    if (!knows || provider.spec.def.modelList?.complete !== true) return;
    for (const { id } of declared) {
      const node = provider.models.get(id);
      if (node === undefined) continue;
      if (!listed.has(id)) benchUntil(node.bench, now() + dayMs, unlisted, now());
      else if (node.bench.reason === unlisted) Object.assign(node.bench, createBench());
    }
  }

  function repeat(everyMs: number, look: () => Promise<void>): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        void look().finally(() => repeat(everyMs, look));
      },
      everyMs * (0.9 + pool.random() * 0.2),
    );
    timers.add(timer.unref());
  }

  return {
    start: async () => {
      const providers = [...pool.providers.values()];
      const open = providers.filter(needsNoKey);
      const keyless = open.filter(({ spec }) => spec.def.modelList !== null);
      // A Space has no list to ask: its own start tells whether it answers.
      for (const provider of open) if (!keyless.includes(provider)) putKeyless(provider);
      await Promise.all(keyless.map(lookLocal));
      for (const provider of keyless) if (provider.keys.length === 0) onLocal(provider, false);
      // By name: a provider whose settings change is another node afterwards.
      for (const { id } of keyless) repeat(localEveryMs, () => lookLocal(pool.providers.get(id)));
      repeat(hourMs, recheckInvalid);
      for (const provider of providers.filter((one) => !open.includes(one))) {
        void lookCloud(provider);
        repeat(dayMs, () => lookCloud(pool.providers.get(provider.id)));
      }
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** The owner gave no key because the server wants none. */
function needsNoKey(provider: ProviderNode): boolean {
  const { auth, retired } = provider.spec.def;
  return (
    (auth.scheme === 'none' || auth.optional === true) && retired === undefined && provider.keys.length === 0
  );
}

function isOffered(provider: ProviderNode, id: string): boolean {
  const suffix = provider.spec.def.modelList?.freeSuffix;
  return suffix === undefined || id.endsWith(suffix);
}

/** A model that only the provider's list tells of: `auto` uses it where the catalog knows none of the list. */
function learnedModel(
  { id, purpose, elsewhere }: ListedModel,
  provider: Provider,
  onlyWhenNamed: boolean,
): Model {
  const model = unlistedModel(id, { provider, purpose });
  return {
    ...model,
    ...(elsewhere && { elsewhere }),
    onlyWhenNamed,
    note: 'from the provider’s own list',
  };
}
