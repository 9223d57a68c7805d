import type { TraceRecord } from '../../src/relay/traces/trace-record.ts';
import type { Traced } from '../../src/relay/traces/traced.ts';
import { tracedOf } from '../../tests/support/traced.ts';

const lanes = [
  { provider: 'groq', model: 'llama-3.3-70b-versatile', key: 'gsk_abc1...xyz9' },
  { provider: 'groq', model: 'openai/gpt-oss-120b', key: 'gsk_def2...uvw8' },
  { provider: 'mistral', model: 'mistral-large-latest', key: 'abcdefgh...wxyz' },
  { provider: 'ollama', model: 'llama3.1:8b', key: '' },
];
const rare = { provider: 'cohere', model: 'command-r', key: 'co_abcde...1234' };
const routes = ['auto', 'auto:fast', 'auto:smart', 'family llama-3.3-70b'];
const strategies = ['cascade', 'race', 'hedge'] as const;

/** The request of a number among others like those of a day: 3 % failed, one has its own provider, each its own message. */
export function variedTrace(number: number): Traced {
  const failed = number % 33 === 0;
  const lane = number === 20 ? rare : lanes[number % lanes.length];
  const served = failed ? { provider: null, model: null, key: null } : lane;
  const plain = tracedOf(number).record();
  const message = `Rate limit reached, try again in ${(number % 977) / 10} s (request ${number * 7919})`;
  return tracedOf(number, {
    ...served,
    route: routes[number % routes.length] ?? 'auto',
    strategy: strategies[number % strategies.length] ?? 'cascade',
    outcome: failed ? 'failed' : 'served',
    code: failed ? 'pool_exhausted' : null,
    attempts: plain.attempts.flatMap((attempt) => {
      const own = { ...attempt, ...lane } as TraceRecord['attempts'][number];
      return number % 5 === 0
        ? [{ ...own, result: 'failed' as const, class: 'rate_limited', status: 429, message }, own]
        : [own];
    }),
  });
}
