import type { ModelPurpose } from '../../catalog/types.ts';
import { isRecord } from '../../upstream/parse-body.ts';

/** Together's `type`, Cloudflare's `task.name`, Cohere's `endpoints`, Ollama's `capabilities`, in lower case. */
const words: Readonly<Record<string, ModelPurpose>> = {
  chat: 'chat',
  language: 'chat',
  code: 'chat',
  completion: 'chat',
  'text generation': 'chat',
  embedding: 'embedding',
  embed: 'embedding',
  'text embeddings': 'embedding',
  image: 'image',
  'text-to-image': 'image',
  audio: 'speech',
  'text-to-speech': 'speech',
  transcribe: 'transcription',
  'automatic speech recognition': 'transcription',
  moderation: 'moderation',
  rerank: 'rerank',
  video: 'video',
};

/** What a provider's list says that a model is for; null = it does not say. */
export function statedPurpose(entry: Readonly<Record<string, unknown>>): ModelPurpose | null {
  const { type, task, endpoints, capabilities } = entry;
  const said = [type, isRecord(task) ? task.name : undefined, listOf(capabilities), listOf(endpoints)].flat();
  for (const word of said) {
    const purpose = typeof word === 'string' ? words[word.toLowerCase()] : undefined;
    if (purpose !== undefined) return purpose;
  }
  return hasBert(entry.details) ? 'embedding' : null;
}

/** Ollama's list names the architecture: those of the BERT family only make vectors (https://docs.ollama.com/api/tags). */
function hasBert(details: unknown): boolean {
  if (!isRecord(details)) return false;
  return [details.family, listOf(details.families)].flat().some((name) => /bert/i.test(String(name)));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
