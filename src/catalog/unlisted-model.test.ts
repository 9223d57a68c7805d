import { expect, test } from 'vitest';
import { unlistedModel } from './unlisted-model.ts';

const told = { provider: null, purpose: null };

test.each([
  ['qwen3-32b', 'chat'],
  ['nomic-embed-text:latest', 'embedding'],
  ['BAAI/bge-m3', 'embedding'],
  ['whisper-1', 'transcription'],
  ['tts-1-hd', 'speech'],
  ['gemini-3.1-flash-image', 'image'],
])('%s is for %s by its name', (id, purpose) => {
  expect(unlistedModel(id, told).purpose).toBe(purpose);
});

test('who knows better is believed', () => {
  expect(unlistedModel('my-encoder', { ...told, purpose: 'embedding' })).toMatchObject({
    purpose: 'embedding',
    strengths: [],
  });
  expect(unlistedModel('video-chatter', { ...told, purpose: 'chat' }).strengths).toEqual(['chat']);
});

test.each([
  ['BAAI/bge-m3', 'bge-m3'],
  ['bge-m3:latest', 'bge-m3'],
  ['qwen3-embedding:8b', 'qwen3-embedding-8b'],
  ['qwen3-embedding:0.6b', 'qwen3-embedding-0.6b'],
  ['gemini-embedding-2-preview', 'gemini-embedding-2-preview'],
  ['mistral-embed-2312', 'mistral-embed-2312'],
])('two versions of what makes vectors are two families: %s', (id, family) => {
  expect(unlistedModel(id, told).family).toBe(family);
});

test('where vectors are a provider’s own, so are the families', () => {
  const provider = { id: 'cloudflare', ownVectors: { note: 'pools otherwise' } };
  expect(unlistedModel('@cf/baai/bge-m3', { provider, purpose: null }).family).toBe('cloudflare-bge-m3');
  expect(unlistedModel('@cf/openai/gpt-oss-20b', { provider, purpose: null }).family).toBe('gpt-oss-20b');
});
