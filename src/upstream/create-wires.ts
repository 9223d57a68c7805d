import type { WireName } from '../catalog/types.ts';
import { systemClock, type Clock } from '../shared/clock.ts';
import { anthropicWire } from './anthropic/anthropic-wire.ts';
import { speak } from './audio/speech.ts';
import { transcribe } from './audio/transcription.ts';
import { embed } from './embeddings/embeddings.ts';
import { createGradioWire } from './gradio/gradio-wire.ts';
import { createImages } from './images/images.ts';
import { noChat } from './media/no-chat.ts';
import { openaiWire } from './openai/openai-wire.ts';
import type { Wire } from './wire.ts';

/** Every kind of provider that can be spoken to, each wire in the dress that is given to it. `now`: epoch ms. */
export function createWires(
  now: () => number,
  dress: (wire: Wire) => Wire = (wire) => wire,
  after: Clock['after'] = (ms, run) => systemClock.after(ms, run),
): Readonly<Partial<Record<WireName, Wire>>> {
  const image = createImages({ now, after });
  return {
    openai: dress({ ...openaiWire, embedding: embed, image, speech: speak, transcription: transcribe }),
    anthropic: dress(anthropicWire),
    gradio: dress(createGradioWire({ openai: openaiWire, now })),
    replicate: dress({ chat: noChat, image }),
  };
}
