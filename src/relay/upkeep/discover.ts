import { familyOf } from '../../catalog/family-of.ts';
import type { Model, ModelPurpose } from '../../catalog/types.ts';
import { benchUntil, createBench } from '../../engine/bench.ts';
import type { KeyNode, ProviderNode } from '../../engine/nodes.ts';
import { dropKey, putKey, putModel, type Pool } from '../../engine/pool.ts';
import { keepKey } from '../../engine/states.ts';
import type { HttpClient } from '../../upstream/http.ts';
import { listModels } from './model-list.ts';

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
      (ids) => {
        noteList(provider, ids);
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
    const ids = await listModels(http, provider, key.spec.secret, listTimeoutMs).catch(() => null);
    noteList(provider, ids);
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

  function noteList(provider: ProviderNode, ids: readonly string[] | null): void {
    if (ids === null || ids.length === 0) return;
    const listed = new Set(ids);
    const declared = provider.spec.models;
    const knows = declared.some(({ id }) => listed.has(id));
    for (const id of ids) if (isOffered(provider, id)) putModel(pool, provider, learnedModel(id, knows));
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
function learnedModel(id: string, onlyWhenNamed: boolean): Model {
  return {
    id,
    family: familyOf(id),
    purpose: purposeOf(id),
    context: null,
    strengths: ['chat'],
    onlyWhenNamed,
    evidence: 'C',
    note: 'from the provider’s own list',
  };
}

const purposes: readonly (readonly [RegExp, ModelPurpose])[] = [
  [/embed|bge-|minilm|e5-/i, 'embedding'],
  [/whisper|transcri/i, 'transcription'],
  [/tts|orpheus|speech/i, 'speech'],
  [/rerank/i, 'rerank'],
  [/guard|moderation|safety/i, 'moderation'],
  [/flux|sdxl|stable-diffusion|dall-e|imagen|-image/i, 'image'],
  [/veo|wan-|video/i, 'video'],
];

function purposeOf(id: string): ModelPurpose {
  return purposes.find(([words]) => words.test(id))?.[1] ?? 'chat';
}
