import { expect, test } from 'vitest';
import type { ProviderLimitView } from '../../../../src/api/views/provider-view.ts';
import { limitsBody, textsOf, wrongFields } from './limits-body.ts';

const set = { kind: 'fixed', source: 'configured' } as const;
const before: readonly ProviderLimitView[] = [
  { unit: 'requests', window: 'minute', limit: 30, ...set },
  { unit: 'requests', window: 'hour', limit: 500, ...set },
  { unit: 'tokens', side: 'input', window: 'minute', limit: 9_000, ...set },
  { unit: 'concurrent', window: 'now', limit: 2, kind: 'in_flight', source: 'configured' },
  { unit: 'requests', window: 'day', limit: 7, model: 'one', ...set },
  { unit: 'requests', window: 'day', limit: 1_000, kind: 'fixed', source: 'declared' },
];

test('fields show what the owner has set of an account, not what the catalog or a model says', () => {
  expect(textsOf(before)).toEqual({ requestsMinute: '30', requestsDay: '', tokensMinute: '', tokensDay: '' });
});

test('what the form does not ask for stays, an emptied field goes', () => {
  const texts = { ...textsOf(before), requestsMinute: '', tokensDay: ' 200000 ' };
  expect(limitsBody(texts, before)).toEqual({
    requests: { hour: 500 },
    input_tokens: { minute: 9_000 },
    concurrent: 2,
    tokens: { day: 200_000 },
  });
});

test('only whole numbers are limits', () => {
  const texts = { requestsMinute: '-1', requestsDay: '1.5', tokensMinute: '0', tokensDay: 'many' };
  expect(wrongFields(texts)).toEqual(['requestsMinute', 'requestsDay', 'tokensDay']);
});
