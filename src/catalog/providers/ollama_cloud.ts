import { limitsFrom } from '../limits.ts';
import type { Model, Provider } from '../types.ts';
import { provider as local } from './ollama.ts';

const plan = limitsFrom({
  asOf: '2026-08-14',
  evidence: 'B',
  note: 'free plan: one model at a time; the GPU time of its five-hour and seven-day windows is unpublished',
});

const cloud = (id: string, family: string, more: Pick<Model, 'context' | 'strengths'>): Model => ({
  id,
  family,
  purpose: 'chat',
  ...more,
  evidence: 'B',
});

// The cloud loads models for everybody: what one owner asks of it keeps nothing loaded.
const { keepWarm: _, ...server } = local;

/** The same server as the local one, behind a key and a plan. */
export const provider: Provider = {
  ...server,
  id: 'ollama_cloud',
  name: 'Ollama Cloud',
  tier: 'free',
  order: 100,
  baseUrl: 'https://ollama.com/v1',
  auth: { header: 'authorization', scheme: 'Bearer' },
  key: {
    prefixes: [],
    shape: /^[0-9a-f]{32}\.[A-Za-z0-9_-]{20,}$/,
    evidence: 'C',
    env: ['OLLAMA_API_KEY'],
    url: 'https://ollama.com/settings/keys',
  },
  // Whether /api/me takes a bearer key is unverified: only its 401 is read, and only with care.
  test: {
    method: 'POST',
    url: 'origin:/api/me',
    cost: 'free',
    provesKey: true,
    badStatuses: [401],
    evidence: 'C',
  },
  // Lists models of the paid plans, too.
  modelList: { url: 'origin:/api/tags', shape: 'ollama', complete: true },
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [plan('concurrent', 1, { kind: 'in_flight' })] }],
    windows: {},
    note: 'The session (5 h) and week (7 d) windows are known only by their refusals: re-probed hourly and daily.',
  },
  models: [
    cloud('gpt-oss:120b', 'gpt-oss-120b', {
      context: 131_072,
      strengths: ['chat', 'reasoning', 'code', 'tools'],
    }),
    cloud('gpt-oss:20b', 'gpt-oss-20b', { context: 131_072, strengths: ['chat', 'tools'] }),
    cloud('gemma4:31b', 'gemma-4-31b', { context: 131_072, strengths: ['chat', 'creative', 'vision'] }),
    cloud('qwen3-coder-next', 'qwen3-coder-next', { context: 262_144, strengths: ['code', 'tools', 'long'] }),
  ],
  terms: { url: 'https://ollama.com/terms', several_accounts: 'No clause found.', evidence: 'C' },
  docs: 'https://docs.ollama.com/cloud',
};
