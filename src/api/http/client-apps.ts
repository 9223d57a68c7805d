/** What a client key can be kept to: groups of routes, each by the `app` of its configuration. */
export const clientApps = [
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

export type ClientApp = (typeof clientApps)[number];
