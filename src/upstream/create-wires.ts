import type { WireName } from '../catalog/types.ts';
import { anthropicWire } from './anthropic/anthropic-wire.ts';
import { createGradioWire } from './gradio/gradio-wire.ts';
import { openaiWire } from './openai/openai-wire.ts';
import type { Wire } from './wire.ts';

/** Every kind of provider that can be spoken to, each wire in the dress that is given to it. `now`: epoch ms. */
export function createWires(
  now: () => number,
  dress: (wire: Wire) => Wire = (wire) => wire,
): Readonly<Partial<Record<WireName, Wire>>> {
  return {
    openai: dress(openaiWire),
    anthropic: dress(anthropicWire),
    gradio: dress(createGradioWire({ openai: openaiWire, now })),
  };
}
