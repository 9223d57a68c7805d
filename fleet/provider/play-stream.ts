import { tokensOf, type Answer } from '../answer/compose-answer.ts';
import type { SimFaultStep } from '../sim-spec.ts';
import type { Wire } from '../wire/wire.ts';
import type { LiveCall } from './live-call.ts';

interface Frame {
  readonly data: string;
  /** Text characters of the frame, over one choice. */
  readonly chars: number;
}

type Ending = 'end' | 'stall' | 'cut';

/** Writes an answer as a stream, at the pace of the spec, spoilt as the fault says. */
export function playStream(live: LiveCall, wire: Wire, answer: Answer, fault: SimFaultStep | null): void {
  const { desk, res, record } = live;
  const { profile } = desk;
  const { keepAlive, headersAtOnce } = profile;
  const firstTokenMs = fault?.kind === 'slow_first_token' ? fault.ms : 0;
  const latencyMs = latencyOf(live);
  live.choices = answer.choices;

  const start = (): void => {
    record.status = 200;
    const type = fault?.kind === 'wrong_content_type' ? 'text/plain' : wire.streamType;
    const headers = {
      'content-type': type,
      'cache-control': 'no-cache',
      ...profile.rateHeaders?.(live.view),
    };
    res.writeHead(200, headers);
    desk.open.streams += 1;
    live.onClose(() => void (desk.open.streams -= 1));
    if (keepAlive !== undefined && wire.streamType.startsWith('text/event-stream')) {
      res.write(keepAlive.comment);
      const beat = setInterval(() => {
        if (live.sentChars === 0 && res.writable) res.write(keepAlive.comment);
      }, keepAlive.everyMs);
      live.onClose(() => clearInterval(beat));
    } else {
      res.flushHeaders();
    }
  };
  const play = (): void => {
    const { frames: all, ending } = framesOf(live, wire, answer, fault);
    const frames = all.filter((frame) => frame.data !== '');
    if (frames.length === 0 && ending === 'cut') return void setImmediate(() => live.destroy());
    pump(live, frames, ending, fault?.kind === 'slow_drip' ? fault.chunkMs : (desk.spec.chunkMs ?? 0));
  };

  if (headersAtOnce === true) {
    start();
    live.after(latencyMs + firstTokenMs, play);
    return;
  }
  live.after(latencyMs, () => {
    start();
    live.after(firstTokenMs, play);
  });
}

export function latencyOf(live: LiveCall): number {
  const { latencyMs = 0, coldStartMs = 0 } = live.desk.spec;
  const cold = coldStartMs > 0 && !live.desk.warm.has(live.record.model);
  live.desk.warm.add(live.record.model);
  return (typeof latencyMs === 'function' ? latencyMs() : latencyMs) + (cold ? coldStartMs : 0);
}

function framesOf(
  live: LiveCall,
  wire: Wire,
  answer: Answer,
  fault: SimFaultStep | null,
): { frames: readonly Frame[]; ending: Ending } {
  const failure = (): Frame => plain(wire.error(live.desk.profile.failures.inStream(live.view)));
  if (fault?.kind === 'error_in_body') return { frames: [failure()], ending: 'end' };
  const open = plain(wire.open(answer));
  if (fault?.kind === 'empty_answer')
    return { frames: [open, plain(wire.close(answer)), plain(wire.done)], ending: 'end' };

  const stopAt = fault !== null && 'afterChars' in fault ? (fault.afterChars ?? null) : null;
  const content = contentFrames(live, wire, answer, stopAt);
  // After the content: a wire may repeat the whole text here.
  const close = wire.close(answer);
  switch (fault?.kind) {
    case 'stall':
      return { frames: [open, ...content], ending: 'stall' };
    case 'cut':
      return { frames: [open, ...content], ending: 'cut' };
    case 'error_in_stream':
      return { frames: [open, ...content, failure()], ending: 'end' };
    case 'end_without_done':
      return {
        frames: stopAt === null ? [open, ...content, plain(close)] : [open, ...content],
        ending: 'end',
      };
    case 'partial_json':
      return {
        frames: [open, ...content, plain(close.slice(0, close.indexOf('{') + 30))],
        ending: 'end',
      };
    default:
      return { frames: [open, ...content, plain(close), plain(wire.done)], ending: 'end' };
  }
}

function contentFrames(live: LiveCall, wire: Wire, answer: Answer, stopAt: number | null): readonly Frame[] {
  if (answer.toolCalls.length > 0) {
    const frames = wire.toolDeltas(answer);
    const chars = answer.toolCalls.reduce((sum, call) => sum + call.arguments.length, 0);
    const share = Math.floor(chars / frames.length);
    const last = frames.length - 1;
    return frames.map((data, index) => ({ data, chars: index === last ? chars - share * last : share }));
  }
  return splitText(answer.text, live.desk.spec.chunks ?? 8, stopAt).map((text) => ({
    data: Array.from({ length: answer.choices }, (_, choice) => wire.delta(answer, text, choice)).join(''),
    chars: text.length,
  }));
}

const largestChunk = 16_384;

/** Cuts a text into about `count` pieces, never inside a surrogate pair, and ends it at exactly `stopAt` characters. */
export function splitText(text: string, count: number, stopAt: number | null): readonly string[] {
  const end = Math.min(text.length, stopAt ?? Infinity);
  const size = Math.min(largestChunk, Math.max(1, Math.ceil(text.length / Math.max(1, count))));
  const pieces: string[] = [];
  for (let from = 0; from < end;) {
    let to = Math.min(end, from + size);
    const code = text.charCodeAt(to - 1);
    if (to < end && code >= 0xd800 && code < 0xdc00) to += 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}

function plain(data: string): Frame {
  return { data, chars: 0 };
}

function pump(live: LiveCall, frames: readonly Frame[], ending: Ending, paceMs: number): void {
  const { res } = live;
  let index = 0;
  const step = (): void => {
    while (!live.closed) {
      const frame = frames[index];
      if (frame === undefined) return finish(live, ending);
      index += 1;
      // Destroyed only after the last byte was handed over: the cut is exactly there.
      const lastBeforeCut = ending === 'cut' && index === frames.length;
      const room = res.write(frame.data, lastBeforeCut ? () => live.destroy() : undefined);
      live.sentChars += frame.chars;
      if (!room && !lastBeforeCut) return void res.once('drain', step);
      const more = (frames[index]?.chars ?? 0) > 0;
      if (paceMs > 0 && frame.chars > 0 && more) return live.after(paceMs, step);
    }
  };
  step();
}

function finish(live: LiveCall, ending: Ending): void {
  if (ending === 'stall') return;
  live.settle(tokensOf(live.sentChars) * live.choices);
  if (ending === 'end') live.res.end();
}
