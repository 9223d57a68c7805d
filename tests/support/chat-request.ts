import type { AnswerSink, ChatRequest } from '../../src/relay/request.ts';

/** A chat as a client asks for it, and what the test changes in it. */
export function chatRequest(change: Partial<ChatRequest> = {}): ChatRequest {
  return {
    body: { messages: [{ role: 'user', content: 'hello' }] },
    model: undefined,
    stream: false,
    wantsUsage: false,
    deadlineMs: null,
    strategy: null,
    resume: null,
    signal: new AbortController().signal,
    receivedAt: Date.now(),
    receivedTick: performance.now(),
    ...change,
  };
}

export function textSink(): AnswerSink & { text(): string; ended: boolean } {
  const pieces: string[] = [];
  const sink = {
    write: (bytes: Buffer | string): boolean => {
      pieces.push(bytes.toString());
      return true;
    },
    onDrain: (): void => {},
    end: (): void => {
      sink.ended = true;
    },
    text: (): string => pieces.join(''),
    ended: false,
  };
  return sink;
}
