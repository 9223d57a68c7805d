import type { Answer } from '../../src/engine/classification.ts';
import {
  createStreamState,
  type ChatCall,
  type StreamState,
  type WireListener,
} from '../../src/upstream/wire.ts';
import { errorOf, type Reply } from './virtual-reply.ts';
import { completionOf, eventOf, piecesOf } from './virtual-text.ts';

/** One thing that a provider tells, so long after the one before. */
export interface Step {
  readonly afterMs: number;
  /** The last one, and what the provider counts of the answer then. */
  readonly ends: 'all' | 'nothing' | 'its pieces' | null;
  tell(listener: WireListener): void;
}

/** What the provider tells once it has the call; without a last step it never ends. */
export function stepsOf(reply: Reply, call: ChatCall, answer: string | null): Step[] {
  const isRefusal = answer === null ? { ...reply, deed: '400' as const } : reply;
  const error = errorOf(isRefusal);
  const firstMs = reply.thinksMs + reply.backMs;
  if (error !== null) {
    const ends = error.status >= 500 ? 'all' : 'nothing';
    return [{ afterMs: firstMs, ends, tell: (listener) => listener.refused(error) }];
  }
  if (reply.deed === 'hangs' || answer === null) return [];
  return call.stream && reply.deed !== 'serves whole'
    ? streamed(reply, call.model, answer)
    : whole(reply, call.model, answer);
}

function whole(reply: Reply, model: string, answer: string): Step[] {
  const afterMs = reply.thinksMs + reply.backMs;
  const step = (tell: Step['tell']): Step[] => [{ afterMs, ends: 'all', tell }];
  switch (reply.deed) {
    case 'falls silent':
    case 'falls silent at its end':
      return [];
    case 'cuts':
    case 'cuts at its end':
    case 'ends early':
      return step((listener) => listener.broken(lost('ECONNRESET')));
    case 'errs inside':
      return step((listener) => listener.refused(insideError(reply)));
    default:
      return step((listener) => {
        listener.head({});
        const body = completionOf(model, answer);
        listener.whole({ body, usage: reply.usage, empty: reply.deed === 'is empty' });
      });
  }
}

function streamed(reply: Reply, model: string, answer: string): Step[] {
  const { deed, pieces, pauseMs } = reply;
  const state = createStreamState();
  const dies = deed === 'cuts' || deed === 'ends early' || deed === 'falls silent' || deed === 'errs inside';
  const all = deed === 'is empty' ? [] : piecesOf(answer, dies ? pieces + 2 : pieces);
  const given = dies ? all.slice(0, pieces) : all;
  const steps = given.map((piece, index): Step => {
    const isLast = !dies && index === all.length - 1;
    return {
      afterMs: index === 0 ? reply.thinksMs + reply.backMs : pauseMs,
      ends: null,
      tell: (listener) => tellPiece(listener, state, eventOf(model, piece, isLast ? 'stop' : null)),
    };
  });
  if (deed === 'falls silent' || deed === 'falls silent at its end') return steps;
  const tell = (listener: WireListener): void => tellEnd(listener, state, reply);
  // Nobody knows what was used when the connection broke before the first word.
  const ends = deed === 'cuts' || deed === 'cuts at its end' ? 'all' : 'its pieces';
  return [...steps, { afterMs: pauseMs, ends, tell }];
}

function tellPiece(listener: WireListener, state: StreamState, bytes: Buffer): void {
  if (state.pieces === 0) listener.head({});
  state.content = true;
  state.pieces += 1;
  state.finished = bytes.includes('"finish_reason":"stop"');
  if (state.finished) state.finishReason = 'stop';
  listener.chunk(bytes, state);
}

function tellEnd(listener: WireListener, state: StreamState, reply: Reply): void {
  if (reply.deed === 'cuts' || reply.deed === 'cuts at its end') return listener.broken(lost('ECONNRESET'));
  if (reply.deed === 'errs inside') state.error = insideError(reply);
  state.usage = reply.usage;
  state.done = reply.deed !== 'errs inside' && reply.deed !== 'ends early';
  listener.ended(state);
}

function insideError({ words }: Reply): Answer {
  return { status: 200, headers: {}, body: { error: { message: words } } };
}

export function lost(code: string): Error {
  return Object.assign(new Error(`connection lost: ${code}`), { code });
}
