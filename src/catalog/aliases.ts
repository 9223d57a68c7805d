/**
 * Names people ask for, each leading to families in order: those of that name that a provider of the catalog serves
 * today, then the heir. Whoever uses an alias is told what served by `x-noria-model`.
 */
export const aliases: Readonly<Record<string, readonly string[]>> = {
  // Groq withdrew it on 2026-08-16; NVIDIA, Cloudflare and SambaNova still have it.
  'llama-70b': ['llama-3.3-70b', 'gpt-oss-120b'],
  'llama-8b': ['llama-3.1-8b', 'gpt-oss-20b'],
  // No provider of the catalog serves a Mixtral any more: its maker's own successors inherit the name.
  mixtral: ['mistral-medium', 'mistral-small-3.1-24b', 'ministral-8b'],
  kimi: ['kimi-k2.6', 'gpt-oss-120b'],
  qwen3: ['qwen3.8-27b', 'qwen3-30b-a3b', 'qwen3-coder-next'],
  glm: ['glm-5.2', 'gpt-oss-120b'],
};
