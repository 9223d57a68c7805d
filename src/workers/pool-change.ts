import { deserialize, serialize } from 'node:v8';
import type { Model } from '../catalog/types.ts';
import type { KeySpec, ProviderSpec } from '../engine/nodes.ts';

/** What is new in a pool; what is not named is as before. */
export interface PoolChange {
  readonly dropped: readonly string[];
  readonly providers: readonly ProviderChange[];
}

export const noChange: PoolChange = { dropped: [], providers: [] };

export interface ProviderChange {
  readonly id: string;
  /** New, or with other settings; null = as before. */
  readonly spec: ProviderSpec | null;
  /** Models that its own list told of. */
  readonly models: readonly Model[];
  /** null = as before. */
  readonly keys: KeysChange | null;
}

export interface KeysChange {
  /** Ids of all keys in their order. */
  readonly order: readonly string[];
  /** Those that are new or changed. */
  readonly specs: readonly KeySpec[];
}

/** As text for a channel: settings hold maps and expressions, which JSON does not know. */
export function packed(value: unknown): string {
  return serialize(value).toString('base64');
}

/** What `packed` made. */
export function unpacked(text: string): unknown {
  return deserialize(Buffer.from(text, 'base64'));
}
