import type { ChatCall, Wire } from '../../src/upstream/wire.ts';
import { VirtualCall, type CallRecord, type VirtualCallParts } from './virtual-call.ts';
import type { Reply } from './virtual-reply.ts';
import { expectedTokens } from './virtual-truth.ts';

export interface VirtualWire {
  readonly wire: Wire;
  /** In the order in which they began. */
  readonly calls: readonly CallRecord[];
}

export interface VirtualWireParts extends Omit<VirtualCallParts, 'call' | 'listener' | 'record'> {
  /** What a provider does with its next call; `serial` counts all calls from 0. */
  readonly replyTo: (call: ChatCall, serial: number) => Reply;
}

/** What a wire says that throws at once. */
export const thrownByWire = 'the wire threw';

/** A wire that ends at providers of the test's own, in virtual time. */
export function createVirtualWire({ replyTo, ...parts }: VirtualWireParts): VirtualWire {
  const calls: CallRecord[] = [];
  return {
    calls,
    wire: {
      chat: (call, _http, listener) => {
        const record = recordOf(call, replyTo(call, calls.length), parts.clock.now());
        calls.push(record);
        if (record.end === 'threw') throw new Error(thrownByWire);
        return new VirtualCall({ ...parts, call, listener, record });
      },
    },
  };
}

function recordOf(call: ChatCall, reply: Reply, at: number): CallRecord {
  const { inputTokens, outputTokens } = expectedTokens(call);
  return {
    provider: call.provider.id,
    key: call.secret.slice('secret-'.length),
    at,
    reply,
    tokens: inputTokens + outputTokens,
    end: reply.deed === 'throws' ? 'threw' : 'running',
    endedAt: null,
    refusedBy: [],
    isLost: false,
    pieces: 0,
  };
}
