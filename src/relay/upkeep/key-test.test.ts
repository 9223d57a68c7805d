import { afterEach, describe, expect, test } from 'vitest';
import type { SimFault } from '../../../fleet/sim-spec.ts';
import { asAdmin, startGateway, type TestGateway } from '../../../tests/gateway.ts';
import { loadCatalog } from '../../catalog/load-catalog.ts';
import type { KeyTestView, KeyView } from '../../api/views/key-view.ts';
import { testKey } from './key-test.ts';
import { faultOf } from './test-fault.ts';

const secret = '0123abcd-0000-4000-8000-00000000cafe';
/** Its test is a chat call of one token, which names a model. */
const sambanova = { id: 'sambanova', keys: [secret], latencyMs: 0, chunkMs: 0 } as const;

const open: TestGateway[] = [];
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway[Symbol.asyncDispose]();
});

async function gatewayWith(fault: SimFault | null): Promise<TestGateway> {
  const gateway = await startGateway({ providers: [sambanova] });
  open.push(gateway);
  gateway.fleet.get('sambanova').always(fault);
  return gateway;
}

async function keyOf(gateway: TestGateway): Promise<KeyView> {
  const answer = await gateway.app.inject({ url: '/api/keys', headers: asAdmin });
  return answer.json<{ keys: KeyView[] }>().keys[0]!;
}

async function tried(gateway: TestGateway): Promise<KeyTestView> {
  const { id } = await keyOf(gateway);
  const url = `/api/keys/${id}/test`;
  return (await gateway.app.inject({ method: 'POST', url, headers: asAdmin })).json<KeyTestView>();
}

const region = {
  kind: 'status',
  status: 403,
  body: { error: { message: `Country, region, or territory not supported (${secret})` } },
} as const;
const outage = {
  kind: 'status',
  status: 500,
  body: { error: { message: 'The server had an error' } },
} as const;

describe('a key test', () => {
  test('that goes well says so, and which models there are', async () => {
    const result = await tried(await gatewayWith(null));
    expect(result).toMatchObject({ ok: true, models: expect.arrayContaining(['gpt-oss-120b']) });
    expect(result.error).toBeUndefined();
  });

  test.each([
    ['wrong_key', 'revoked', 'invalid', /Invalid or missing API key/],
    ['no_quota', 'no_credit', 'ready', /PAYMENT_METHOD_REQUIRED/],
    ['no_quota', 'quota_day', 'ready', /Rate limit exceeded/],
    ['network', 'refuse_connection', 'ready', /^SambaNova.* did not answer at 127\.0\.0\.1:\d+$/],
    ['region', region, 'ready', /^Country, region, or territory not supported/],
    ['model_unknown', 'model_gone', 'ready', /Model not found: gpt-oss-120b/],
    ['model_unknown', 'quota_zero', 'ready', /not in your service tier/],
    ['unclear', outage, 'ready', /The server had an error/],
    ['unclear', 'html_error', 'ready', /^SambaNova.* answered with status \d+$/],
  ] as const)('tells %s (%j) in the provider’s words', async (cause, fault, status, words) => {
    const gateway = await gatewayWith(fault);
    const result = await tried(gateway);
    expect(result).toMatchObject({ ok: false, error: { cause } });
    expect(result.error?.message).toMatch(words);
    expect(JSON.stringify(result)).not.toContain(secret.slice(8, -4));
    // Never its error: a test is no call of a client.
    expect(await keyOf(gateway)).toMatchObject({ errors: 0, successes: 0, today: { errors: 0 }, status });
  });

  test('ends at its limit when nobody answers', async () => {
    const gateway = await gatewayWith('hang');
    const { context } = gateway;
    const [key] = context.keyring.list();
    const from = performance.now();
    const parts = { ...context, ticks: () => context.clock.ticks(), limitMs: 150 };
    const result = await testKey(parts, key!.provider, key!);
    expect(result).toMatchObject({ ok: false, error: { cause: 'network' } });
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  test('of a server of one’s own says when it lacks every model that was named', async () => {
    const gateway = await startGateway({
      providers: [
        { id: 'mine', profile: 'openai', keys: ['mine-key-1'], models: ['qwen3-32b'], latencyMs: 0 },
      ],
      env: { NORIA_ALLOWED_HOSTS: '127.0.0.1' },
    });
    open.push(gateway);
    const ask = (method: 'PUT' | 'POST', url: string, payload?: object) =>
      gateway.app.inject({ method, url, headers: asAdmin, ...(payload && { payload }) });
    const baseUrl = gateway.fleet.get('mine').baseUrl;
    await ask('PUT', '/api/providers/mine', { base_url: baseUrl, models: ['llama4'] });
    await ask('POST', '/api/keys', { provider: 'mine', secret: 'mine-key-1' });
    const lacking = (await ask('POST', '/api/providers/mine/test')).json<KeyTestView>();
    expect(lacking).toMatchObject({ ok: false, models: ['qwen3-32b'], error: { cause: 'model_unknown' } });
    expect(lacking.error?.message).toBe('mine does not list llama4; it has qwen3-32b');
    await ask('PUT', '/api/providers/mine', { models: ['qwen3'] });
    expect((await ask('POST', '/api/providers/mine/test')).json<KeyTestView>()).toMatchObject({ ok: true });
  });
});

describe('what an answer to a test says', () => {
  const scrub = (text: string): string => text;
  const of = async (id: string, status: number, body: unknown) => {
    const def = (await loadCatalog()).providers.get(id)!;
    return faultOf(def, def.test!, { status, headers: {}, body }, scrub).cause;
  };

  test('by the providers’ own shapes', async () => {
    const gemini = {
      error: {
        code: 400,
        status: 'FAILED_PRECONDITION',
        message: 'User location is not supported for the API use.',
      },
    };
    const openai = {
      error: {
        code: 'unsupported_country_region_territory',
        message: 'Country, region, or territory not supported',
      },
    };
    expect(await of('gemini', 400, gemini)).toBe('region');
    expect(await of('openai', 403, openai)).toBe('region');
    expect(
      await of('groq', 403, { error: { message: 'Access denied. Please check your network settings.' } }),
    ).toBe('region');
    expect(await of('groq', 401, { error: { code: 'invalid_api_key', message: 'Invalid API Key' } })).toBe(
      'wrong_key',
    );
    expect(await of('nvidia', 404, { detail: "Function 'x': Not found for account 'y'" })).toBe(
      'model_unknown',
    );
    expect(await of('groq', 404, { error: { message: 'Unknown request URL' } })).toBe('unclear');
    expect(
      await of('openai', 429, {
        error: { code: 'insufficient_quota', message: 'You exceeded your current quota' },
      }),
    ).toBe('no_quota');
  });
});
