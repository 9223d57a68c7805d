import { describe, expect, test } from 'vitest';
import { openStore, type Store } from '../store/open-store.ts';
import { ClientTally } from './client-tally.ts';
import type { RelayEvent } from './events.ts';

const now = Date.UTC(2026, 10, 21, 12, 0, 0);
type EventOf<Kind extends RelayEvent['kind']> = Extract<RelayEvent, { kind: Kind }>;

function served(client: string | null): EventOf<'served'> {
  return { kind: 'served', client, inputTokens: 12, outputTokens: 3 } as EventOf<'served'>;
}

function failed(client: string | null): EventOf<'gave_up'> {
  return { kind: 'gave_up', client } as EventOf<'gave_up'>;
}

function tallyInto({ clientUsage, clientKeys }: Store): ClientTally {
  return new ClientTally({ usage: clientUsage, touch: (at) => clientKeys.touch(at), now: () => now });
}

describe('what a client’s requests came to', () => {
  test('is added up by client and day, over any number of writings', async () => {
    await using store = openStore(':memory:');
    const tally = tallyInto(store);
    tally.served(served('ann'), '2026-11-20');
    tally.served(served('ann'), '2026-11-21');
    tally.failed(failed('ann'), '2026-11-21');
    tally.served(served('bob'), '2026-11-21');
    tally.served(served(null), '2026-11-21');
    await tally.flush();
    tally.served(served('ann'), '2026-11-21');
    await tally.flush();
    await tally.flush();
    const ann = { requests: 3, failures: 1, inputTokens: 24, outputTokens: 6 };
    const bob = { requests: 1, failures: 0, inputTokens: 12, outputTokens: 3 };
    expect([...(await store.clientUsage.since('2026-11-21'))]).toEqual([
      ['ann', ann],
      ['bob', bob],
    ]);
    expect((await store.clientUsage.since()).get('ann')).toEqual({
      requests: 4,
      failures: 1,
      inputTokens: 36,
      outputTokens: 9,
    });
  });

  test('a writing that fails is tried again with the next', async () => {
    await using store = openStore(':memory:');
    let isBroken = true;
    const tally = new ClientTally({
      usage: {
        add: async (rows) => {
          if (isBroken) throw new Error('disk full');
          await store.clientUsage.add(rows);
        },
      },
      touch: (at) => store.clientKeys.touch(at),
      now: () => now,
    });
    tally.served(served('ann'), '2026-11-21');
    await expect(tally.flush()).rejects.toThrow('disk full');
    tally.served(served('ann'), '2026-11-21');
    isBroken = false;
    await tally.flush();
    expect((await store.clientUsage.since()).get('ann')?.requests).toBe(2);
  });
});
