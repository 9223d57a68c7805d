import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openChannel, type ChannelEnd } from './channel.ts';

type Message = readonly [string, ...unknown[]];

function open(end: Partial<ChannelEnd<Message>> = {}) {
  const socket = new PassThrough();
  const written: string[] = [];
  const received: Message[] = [];
  const errors: unknown[] = [];
  // What is written is kept, not read back.
  socket.write = ((text: string) => written.push(text) > 0) as typeof socket.write;
  const channel = openChannel<Message, Message>(socket, {
    receive: (message) => void received.push(message),
    closed: () => undefined,
    failed: (error) => void errors.push(error),
    ...end,
  });
  return { channel, written, received, errors, come: (text: string) => socket.push(text) };
}

describe('a channel', () => {
  it('sends what is said in one turn as one line, in order', async () => {
    const { channel, written } = open();
    channel.send(['one', 1]);
    channel.sendText('["two",2]');
    channel.send(['three']);
    expect(written).toEqual([]);
    await setImmediate();
    expect(written).toEqual(['[["one",1],["two",2],["three"]]\n']);
  });

  it('says a message as it is when it leaves, after a last word', async () => {
    const late: [string, string] = ['end', 'left'];
    const { channel, written } = open({ leaving: () => channel.send(['last']) });
    channel.send(late);
    late[1] = 'served';
    await setImmediate();
    expect(written).toEqual(['[["end","served"],["last"]]\n']);
  });

  it('puts lines together however they come, and answers in the same turn', async () => {
    const { channel, received, written, come } = open({
      receive: (message) => {
        received.push(message);
        channel.send(['heard', message[0]]);
      },
    });
    for (const part of ['[["a"],', '["b", "', 'ö"]]\n[["c"]', ']\n']) come(part);
    await setImmediate();
    await setImmediate();
    expect(received).toEqual([['a'], ['b', 'ö'], ['c']]);
    expect(written.join('')).toBe('[["heard","a"],["heard","b"]]\n[["heard","c"]]\n');
  });

  it('goes on behind a message that cannot be dealt with', async () => {
    const { errors, received, come } = open({
      receive: (message) => {
        if (message[0] === 'bad') throw new Error('bad');
        received.push(message);
      },
    });
    come('[["bad"],["good"]]\n');
    await setImmediate();
    expect(received).toEqual([['good']]);
    expect(errors).toHaveLength(1);
  });
});
