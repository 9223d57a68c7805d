/** The surfaces of the gateway that a client key can be kept to, as `apps` of its view has them. */
export const apps = [
  'chat',
  'completions',
  'messages',
  'responses',
  'embeddings',
  'images',
  'audio',
  'content',
  'gemini',
  'ollama',
] as const;

export type App = (typeof apps)[number];

/** Where they answer, for who writes programs. */
export const appPaths: Readonly<Record<App, string>> = {
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
