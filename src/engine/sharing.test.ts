import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorld, limit as limited, type World } from '../../tests/support/world.ts';
import type { KeyNode, Lane } from './nodes.ts';
import { laneOf } from './pool.ts';
import { reportBegin, reportHeaders } from './report.ts';
import { seenSharing } from './sharing.ts';

const limit = 1_000;
const keys = ['key_a', 'key_b', 'key_c'];

/** Counts as the provider does: by the account a key really has. */
interface Truth {
  readonly accountOf: Readonly<Record<string, string>>;
  readonly used: Map<string, number>;
}

function world(): World {
  const limits = [limited(limit, { kind: 'fixed', length: 'day', zone: 'UTC' })];
  return createWorld([{ id: 'own', keys: keys.map((id) => ({ id })), limits }]);
}

function laneFor({ pool }: World, id: string): Lane {
  const key = pool.keys.get(id) as KeyNode;
  const [node] = key.provider.models.values();
  return laneOf(pool, key, node!);
}

function begin(at: World, truth: Truth, id: string): Lane {
  const lane = laneFor(at, id);
  reportBegin(lane, at.now);
  const account = truth.accountOf[id] ?? id;
  truth.used.set(account, (truth.used.get(account) ?? 0) + 1);
  at.now += 10;
  return lane;
}

function answer(at: World, truth: Truth, lane: Lane): void {
  const used = truth.used.get(truth.accountOf[lane.key.id] ?? lane.key.id) ?? 0;
  const fact = { unit: 'requests', side: 'all', window: 'day', limit, remaining: limit - used } as const;
  reportHeaders(at.pool, lane, { facts: [fact], retryAt: null }, { now: at.now, isOk: true });
  at.now += 10;
}

function call(at: World, truth: Truth, id: string): void {
  answer(at, truth, begin(at, truth, id));
}

function seenBy(at: World, id: string): string[] {
  const key = at.pool.keys.get(id) as KeyNode;
  return seenSharing(key.account).map((account) => account.id);
}

const anyOrder = fc.array(fc.constantFrom(...keys), { minLength: 0, maxLength: 120 });

test('keys of accounts of their own are never taken for one, in whatever order and however much at once they are asked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom(...keys), { minLength: 1, maxLength: 4 }), { maxLength: 60 }),
      (rounds) => {
        const at = world();
        const truth: Truth = { accountOf: {}, used: new Map() };
        for (const together of rounds) {
          const lanes = together.map((id) => begin(at, truth, id));
          for (const lane of lanes) answer(at, truth, lane);
        }
        for (const id of keys) expect(seenBy(at, id)).toEqual([]);
      },
    ),
  );
});

test('two keys of one account are found once each has seen the other often enough, and the third never', () => {
  fc.assert(
    fc.property(anyOrder, (order) => {
      const at = world();
      const truth: Truth = { accountOf: { key_a: 'one', key_b: 'one' }, used: new Map() };
      for (const id of order) call(at, truth, id);
      for (let round = 0; round < 6; round += 1) for (const id of keys) call(at, truth, id);
      expect(seenBy(at, 'key_a')).toEqual(['key_b']);
      expect(seenBy(at, 'key_b')).toEqual(['key_a']);
      expect(seenBy(at, 'key_c')).toEqual([]);
    }),
  );
});

test('an outsider who uses one of the keys makes nobody a suspect', () => {
  fc.assert(
    fc.property(anyOrder, fc.array(fc.nat(3), { minLength: 120, maxLength: 120 }), (order, outside) => {
      const at = world();
      const truth: Truth = { accountOf: {}, used: new Map() };
      for (const [index, id] of order.entries()) {
        truth.used.set('key_a', (truth.used.get('key_a') ?? 0) + (outside[index] ?? 0));
        call(at, truth, id);
      }
      for (const id of keys) expect(seenBy(at, id)).toEqual([]);
    }),
  );
});

test('what was seen is taken back when a look speaks against it', () => {
  const at = world();
  const accountOf: Record<string, string> = { key_a: 'one', key_b: 'one' };
  const truth: Truth = { accountOf, used: new Map() };
  for (let round = 0; round < 6; round += 1) for (const id of ['key_a', 'key_b']) call(at, truth, id);
  expect(seenBy(at, 'key_a')).toEqual(['key_b']);
  // Its owner moved the key to an account of its own, which begins with nothing used.
  accountOf.key_b = 'two';
  for (const id of ['key_b', 'key_a', 'key_b']) call(at, truth, id);
  expect(seenBy(at, 'key_a')).toEqual([]);
});
