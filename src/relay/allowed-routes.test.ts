import { expect, test } from 'vitest';
import { createWorld } from '../../tests/support/world.ts';
import { planOf, type Plan } from '../engine/plan.ts';
import { checkAllowed } from './allowed-routes.ts';

const { pool } = createWorld([
  { id: 'groq', keys: [{ id: 'k' }], limits: [] },
  { id: 'mistral', keys: [{ id: 'l' }], limits: [] },
]);

function planOver(...providers: readonly string[]): Plan {
  const steps = providers.map((name) => ({
    name,
    group: 0,
    models: [...(pool.providers.get(name)?.models.values() ?? [])],
  }));
  return planOf('any', steps);
}

const groq = planOver('groq');
const both = planOver('groq', 'mistral');

test.each([
  [['auto'], undefined, both, true],
  [['auto'], '', both, true],
  [['auto'], 'auto', both, true],
  [['auto'], 'auto:fast', both, false],
  [['auto:*'], 'auto:fast', both, true],
  [['auto:*'], 'auto', both, false],
  [['*'], 'whatever', both, true],
  [['chat', 'GPT-oss-120b'], 'gpt-OSS-120b', both, true],
  [['gpt-oss'], 'gpt-oss-120b', both, false],
  [['groq/*'], 'groq/model-a', groq, true],
  [['groq/*'], 'groq/model-a', both, false],
  [['groq/*'], 'groq', groq, false],
  [['groq/*'], 'mistral/model-a', planOver('mistral'), false],
  [['groq/*', 'groq/model-a'], 'groq/model-a', both, true],
  [['groq/*'], 'groq/nothing', null, true],
  [['groq/*'], 'nothing', null, false],
] as const)('a key for %j that asks for %s', (names, model, plan, isAllowed) => {
  const check = (): void => checkAllowed(names, model, plan);
  if (isAllowed) expect(check).not.toThrow();
  else expect(check).toThrow(`it may use: ${names.join(', ')}.`);
});
