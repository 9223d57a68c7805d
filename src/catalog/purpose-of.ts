import type { ModelPurpose } from './types.ts';

/** What models are for, by how they are called; most are for chats. */
const purposes: readonly (readonly [RegExp, ModelPurpose])[] = [
  [/embed|bge-|minilm|e5-/i, 'embedding'],
  [/whisper|transcri/i, 'transcription'],
  [/tts|orpheus|speech/i, 'speech'],
  [/rerank/i, 'rerank'],
  [/guard|moderation|safety/i, 'moderation'],
  [/flux|sdxl|stable-diffusion|dall-e|imagen|-image/i, 'image'],
  [/veo|wan-|video/i, 'video'],
];

/** By the name alone: for a model of which nothing else is known. */
export function purposeOf(id: string): ModelPurpose {
  return purposes.find(([words]) => words.test(id))?.[1] ?? 'chat';
}
