import { limitsFrom } from '../limits.ts';
import type { Provider } from '../types.ts';

const zeroGpu = limitsFrom({
  asOf: '2026-08-22',
  evidence: 'A',
  note: 'ZeroGPU with a free account; 2,400 with PRO; 120 shared by the ip address without a token. xlarge jobs count double.',
});

export const provider: Provider = {
  id: 'hf_space',
  name: 'Hugging Face Space',
  wire: 'gradio',
  tier: 'free',
  order: 120,
  contentPlace: 2,
  // Each owner names a Space of their own: without its address the provider is not configured.
  baseUrl: 'https://owner-space.hf.space',
  baseUrlEnv: ['HUGGINGFACE_SPACE_URL'],
  auth: { header: 'authorization', scheme: 'Bearer', optional: true },
  key: {
    prefixes: ['hf_'],
    shape: /^hf_[A-Za-z0-9]{30,40}$/,
    evidence: 'B',
    env: ['HF_TOKEN'],
    url: 'https://huggingface.co/settings/tokens',
  },
  test: {
    method: 'GET',
    url: 'https://huggingface.co/api/whoami-v2',
    cost: 'free',
    provesKey: true,
    badStatuses: [401],
    evidence: 'B',
  },
  modelList: null,
  quota: {
    scope: 'account',
    groups: [{ group: '*', limits: [zeroGpu('seconds', 300, { kind: 'first_use', length: 'day' })] }],
    windows: { day: { kind: 'first_use', length: 'day' } },
    note: 'A job is refused when its declared duration exceeds what is left. Without a token the ip address is the account, which other programs share: its count is beyond us. CPU Spaces have no published quota and sleep after 48 h.',
  },
  rateHeaders: [
    // Hub calls only (key test, stage of a Space).
    {
      name: 'ratelimit',
      role: 'remaining_and_reset',
      unit: 'requests',
      window: 'stated',
      format: 'structured',
      evidence: 'A',
    },
  ],
  errors: [
    { status: 404, match: {}, class: 'wrong_api_prefix_or_sleeping', evidence: 'B' },
    { status: 422, match: {}, class: 'bad_inputs', evidence: 'A' },
    { status: 503, match: {}, class: 'queue_full_or_starting', evidence: 'A' },
    {
      status: 200,
      match: { regex: /exceeded your GPU quota/ },
      class: 'quota_day',
      evidence: 'A',
      scope: 'account',
      wait: [{ regex: /Try again in ((?:\d+:)?\d{1,2}:\d{2})/, format: 'clock' }],
    },
    { status: 200, match: { regex: /No GPU .{0,80}available/ }, class: 'capacity', evidence: 'B' },
    { status: 200, match: { json: { msg: ['queue_full'] } }, class: 'queue_full', evidence: 'A' },
    {
      status: 200,
      match: { json: { msg: ['unexpected_error'], session_not_found: ['true'] } },
      class: 'session_lost',
      evidence: 'A',
    },
    {
      status: 200,
      match: { sse: 'error' },
      class: 'app_error',
      evidence: 'A',
      note: 'data may be null, a string or an object',
    },
    {
      status: 200,
      match: { json: { msg: ['process_completed'], success: ['false'] } },
      class: 'app_error',
      evidence: 'A',
    },
  ],
  streaming: {
    usage: 'never',
    doneMarker: false,
    rateHeaders: false,
    note: 'ends with "event: complete" or "event: error"',
  },
  keepWarm: {
    everyMs: 24 * 3_600_000,
    note: 'free hardware sleeps after 48 idle hours, other hardware when its owner says, and each call takes of the GPU seconds of the day: https://huggingface.co/docs/hub/spaces-gpus#sleep-time',
  },
  params: {},
  models: [
    {
      id: 'space',
      family: 'hf-space',
      purpose: 'chat',
      context: null,
      strengths: ['chat'],
      evidence: 'C',
      note: 'whatever the configured Space generates; its inputs are read from its own /info',
    },
  ],
  terms: {
    url: 'https://huggingface.co/content-policy',
    several_accounts:
      'The content policy bars tools used to bypass restrictions. Duplicating a Space into your own account is the sanctioned way to own capacity (two ZeroGPU Spaces on a free account older than 30 days, ten with PRO).',
    evidence: 'B',
  },
  docs: 'https://huggingface.co/docs/hub/spaces-zerogpu',
  asOf: '2026-11-21',
};
