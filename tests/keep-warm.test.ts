import { describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../src/simulate/virtual-clock.ts';
import { openGateway, type Gateway } from './support/gateway.ts';

const coldStartMs = 300;
const model = 'llama3.1:8b';

/** Ollama as it is: the first call of each model waits until it is loaded. */
interface Den extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly gateway: Gateway;
}

async function openDen(env: Record<string, string>, yaml?: string): Promise<Den> {
  const clock = createVirtualClock(Date.now());
  const specs = [{ id: 'ollama', keys: [], coldStartMs }];
  const gateway = await openGateway({ specs, env, clock, ...(yaml === undefined ? {} : { yaml }) });
  gateway.context.keepWarm.start();
  return { clock, gateway, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

/** Lets so much time pass at once: what it begins goes on afterwards. */
function pass(clock: VirtualClock, ms: number): void {
  const endsAt = clock.now() + ms;
  while ((clock.nextAt() ?? Infinity) <= endsAt) clock.step();
  clock.moveTo(endsAt);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

/** ms that the provider took for each of its calls. */
function durations({ fleet }: Gateway): number[] {
  return fleet.get('ollama').calls.map(({ at, endedAt }) => (endedAt ?? Infinity) - at);
}

describe('a local model that is unloaded when nobody asks', () => {
  it('is loaded before the first client comes, who does not wait and is the first request of the day', async () => {
    await using den = await openDen({ NORIA_KEEP_WARM: 'ollama' });
    const { gateway, clock } = den;
    pass(clock, 60_000);
    const line = /^INFO keep-warm: ollama llama3\.1:8b is loaded \(\d+ ms\)/;
    await until(() => gateway.logs.some((text) => line.test(text)));
    const times = { receivedAt: clock.now(), receivedTick: clock.ticks() };
    const answer = await gateway.ask({ model: `ollama/${model}`, ...times });
    expect(answer.meta).toMatchObject({ provider: 'ollama', model, attempts: 1 });
    expect(gateway.context.tally.today()).toMatchObject({ requests: 1, local_requests: 1, failures: 0 });
    const [warmUp = 0, first = Infinity] = durations(gateway);
    expect(warmUp).toBeGreaterThan(coldStartMs * 0.9);
    expect(first).toBeLessThan(coldStartMs);
    expect(gateway.fleet.get('ollama').calls[0]?.body).toMatchObject({ model, max_tokens: 1 });
  });

  it('is left alone unless somebody asked for it: no call in a day', async () => {
    await using den = await openDen({});
    const { gateway, clock } = den;
    pass(clock, 86_400_000);
    expect(gateway.fleet.get('ollama').count()).toBe(0);
    expect(gateway.logs.join('')).not.toContain('keep-warm');
  });

  it('that cannot be loaded is told to those who look for it', async () => {
    await using den = await openDen({}, 'providers: { ollama: { keep_warm: 30 } }');
    const { gateway, clock } = den;
    gateway.fleet.get('ollama').always('server_error');
    pass(clock, 60_000);
    await until(() => {
      // The relay pauses before it asks a second time.
      pass(clock, 5);
      return gateway.logs.some((text) => text.startsWith('DEBUG keep-warm: ollama llama3.1:8b failed: '));
    });
    expect(gateway.logs.some((text) => text.startsWith('INFO keep-warm'))).toBe(false);
  });
});
