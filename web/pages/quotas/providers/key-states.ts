import { CircleCheck, CirclePause, CircleSlash, CircleX, Hourglass, type LucideIcon } from 'lucide-react';
import type { Tone } from '../../../components/badge.tsx';
import type { KeyCountsView } from '../today/sum-keys.ts';

export type KeyState = keyof KeyCountsView;

/** How a state looks, the good ones first. */
export const keyStates: readonly (readonly [KeyState, Tone, LucideIcon])[] = [
  ['ready', 'good', CircleCheck],
  ['cooling', 'warn', CirclePause],
  ['resting', 'warn', Hourglass],
  ['invalid', 'bad', CircleX],
  ['disabled', 'calm', CircleSlash],
];
