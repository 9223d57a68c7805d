import { CircleCheck, CirclePause, CircleSlash, CircleX, Hourglass, type LucideIcon } from 'lucide-react';
import type { ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';
import type { Tone } from '../../../components/badge.tsx';

/** How many keys stand how. */
export type KeyCounts = ProviderQuotaView['keys'];
export type KeyState = keyof KeyCounts;

/** How a state looks, the good ones first. */
export const keyLooks = {
  ready: ['good', CircleCheck],
  cooling: ['warn', CirclePause],
  resting: ['warn', Hourglass],
  invalid: ['bad', CircleX],
  disabled: ['calm', CircleSlash],
} as const satisfies Record<KeyState, readonly [Tone, LucideIcon]>;

export const keyStates = Object.keys(keyLooks) as KeyState[];
