import type { ClientApp } from '../../../src/api/views/client-view.ts';

/** The apps of the gateway, and where each answers, for who writes programs. */
export const appPaths: Readonly<Record<ClientApp, string>> = {
  chat: '/v1/chat/completions',
  completions: '/v1/completions',
  messages: '/v1/messages',
  responses: '/v1/responses',
  embeddings: '/v1/embeddings',
  images: '/v1/images/generations',
  audio: '/v1/audio/…',
  content: '/api/content-generator/…',
  gemini: '/v1beta/models/…',
  ollama: '/ollama/api/…',
};

export function isApp(id: string): id is ClientApp {
  return Object.hasOwn(appPaths, id);
}
