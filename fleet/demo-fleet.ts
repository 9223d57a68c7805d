import { fixed, refill } from './profiles/limit-words.ts';
import type { SimLimit, SimSpec } from './sim-spec.ts';
import { simulatedAnswer } from './simulated-answer.ts';

/** A fleet for someone without a single key: quotas small enough to be seen moving, answers that say what they are. */
export function demoSpecs(): SimSpec[] {
  const pace = {
    latencyMs: () => 150 + Math.random() * 350,
    chunkMs: 40,
    chunks: 14,
    answer: simulatedAnswer,
  };
  return [
    {
      id: 'groq',
      keys: [
        { secret: demoKey('gsk_', 'a'), account: 'org_demo_team_a' },
        { secret: demoKey('gsk_', 'b'), account: 'org_demo_team_a' },
        { secret: demoKey('gsk_', 'c'), account: 'org_demo_team_b' },
      ],
      limits: groqLimits,
      ...pace,
    },
    { id: 'mistral', keys: [demoKey('', 'd')], limits: perMinute(8, 20_000), ...pace },
    { id: 'gemini', keys: [demoKey('AIza', 'e')], limits: geminiLimits, ...pace },
    { id: 'openrouter', keys: [demoKey('sk-or-v1-', 'f')], limits: openrouterLimits, ...pace },
    { id: 'ollama', keys: [], ...pace, latencyMs: 300, chunkMs: 60 },
  ];
}

const perModel = 'account_model';
const groqLimits: readonly SimLimit[] = [
  { unit: 'requests', amount: 10, window: refill(60_000), per: perModel },
  { unit: 'requests', amount: 120, window: refill(86_400_000), per: perModel },
  { unit: 'tokens', amount: 4_000, window: refill(60_000), per: perModel },
  { unit: 'tokens', amount: 40_000, window: refill(86_400_000), per: perModel },
];
const geminiLimits: readonly SimLimit[] = [
  { unit: 'requests', amount: 5, window: fixed('minute'), per: perModel },
  { unit: 'requests', amount: 20, window: fixed('day', 'America/Los_Angeles'), per: perModel },
];
const openrouterLimits: readonly SimLimit[] = [
  { unit: 'requests', amount: 6, window: fixed('minute'), per: 'account' },
  { unit: 'requests', amount: 50, window: fixed('day'), per: 'account' },
];

function perMinute(requests: number, tokens: number): readonly SimLimit[] {
  return [
    { unit: 'requests', amount: requests, window: fixed('minute'), per: perModel },
    { unit: 'tokens', amount: tokens, window: fixed('minute'), per: perModel },
  ];
}

function demoKey(prefix: string, letter: string): string {
  return `${prefix}demo${letter.repeat(28)}Sim`;
}
