import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreamState, type Wire } from '../../src/upstream/wire.ts';
import { until } from '../../fleet/testing.ts';
import { createRelayWorld, chatRequest, textSink } from '../support/relay-world.ts';
import { limit, minutes } from '../support/world.ts';

type Behaviour =
  | 'whole'
  | 'empty'
  | 'refused 429'
  | 'refused 401'
  | 'refused 400'
  | 'refused 500'
  | 'unsent'
  | 'reset'
  | 'stream'
  | 'cut'
  | 'error inside'
  | 'hang';
const behaviours: readonly Behaviour[] = [
  'whole',
  'empty',
  'refused 429',
  'refused 401',
  'refused 400',
  'refused 500',
  'unsent',
  'reset',
  'stream',
  'cut',
  'error inside',
  'hang',
];

/** A provider that does the next thing of its list at each call, in steps with an await between them. */
function wireOf(script: readonly Behaviour[]): Wire {
  let next = 0;
  return {
    chat: (call, _http, listener) => {
      const behaviour = script[next++ % script.length] ?? 'whole';
      let aborted = false;
      void (async () => {
        await Promise.resolve();
        if (aborted) return;
        if (behaviour === 'unsent')
          return listener.broken(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
        listener.sent();
        await Promise.resolve();
        if (aborted || behaviour === 'hang') return;
        const status = /refused (\d+)/.exec(behaviour)?.[1];
        if (status !== undefined)
          return listener.refused({
            status: Number(status),
            headers: {},
            body: { error: { message: 'no' } },
          });
        if (behaviour === 'reset') return listener.broken(new Error('reset'));
        listener.head({});
        if (!call.stream || behaviour === 'whole' || behaviour === 'empty') {
          return listener.whole({
            body: Buffer.from('{"choices":[{"message":{"content":"hi"}}]}'),
            usage: { input: 3, output: 2 },
            empty: behaviour === 'empty',
          });
        }
        const state = createStreamState();
        for (let piece = 0; piece < 3; piece += 1) {
          await new Promise(setImmediate);
          if (aborted) return;
          state.content = true;
          state.pieces += 1;
          listener.chunk(Buffer.from(`data: ${piece}\n\n`), state);
        }
        if (behaviour === 'cut') return listener.broken(new Error('cut'));
        if (behaviour === 'error inside')
          state.error = { status: 200, headers: {}, body: { error: { message: 'died' } } };
        state.done = state.error === null;
        listener.ended(state);
      })();
      return { abort: () => (aborted = true), pause: () => {}, resume: () => {} };
    },
  };
}

describe('law 2', () => {
  it('every reservation is settled or refunded exactly once, whatever throws, aborts or times out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...behaviours), { minLength: 1, maxLength: 8 }),
        fc.array(
          fc.record({
            stream: fc.boolean(),
            leaveAfterMs: fc.option(fc.integer({ min: 0, max: 4 })),
            reads: fc.boolean(),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (script, requests) => {
          const { relay, ends, world } = createRelayWorld(
            [
              {
                id: 'p',
                limits: [
                  limit(50, minutes.refill),
                  { unit: 'concurrent', amount: 3, window: { kind: 'in_flight' } },
                ],
                keys: [{ id: 'k1' }, { id: 'k2' }],
              },
              { id: 'q', limits: [limit(50, minutes.fixed)], keys: [{ id: 'k3' }] },
            ],
            wireOf(script),
          );
          await Promise.all(
            requests.map(async ({ stream, leaveAfterMs, reads }) => {
              const client = new AbortController();
              // Whoever does not leave by himself has little time: a hanging provider must not hold the test.
              const timer = setTimeout(() => client.abort(), leaveAfterMs ?? 40);
              try {
                const answer = await relay.chat(
                  chatRequest({ stream, signal: client.signal, deadlineMs: 60 }),
                );
                if (answer.kind === 'stream' && reads) await answer.pipe(textSink());
              } catch {
                // A refusal is an end as good as any.
              }
              if (!reads) await new Promise((resolve) => setTimeout(resolve, 15));
              clearTimeout(timer);
            }),
          );
          await new Promise((resolve) => setTimeout(resolve, 45));
          for (const [, how] of ends) expect(how).toHaveLength(1);
          // A broken stream that nobody reads waits a second for its reader.
          await until(() => relay.running === 0);
          for (const bucket of world.ledger.all()) {
            expect(bucket.inFlight).toBe(0);
            if (bucket.spec.unit === 'concurrent' && bucket.counter.kind === 'in_flight')
              expect(bucket.counter.used).toBe(0);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
