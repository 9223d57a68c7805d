/** A request that every model could take: what is asked is only who would serve. */
export const anyRequest = {
  need: { chars: 0, maxTokens: null, seconds: 0 },
  features: { task: 'chat', vision: false, tools: false, occasion: 'chat' },
} as const;
