import type { Answer } from '../answer/compose-answer.ts';
import type { SimFaultStep } from '../sim-spec.ts';
import type { Wire } from '../wire/wire.ts';
import type { LiveCall } from './live-call.ts';
import { latencyOf } from './play-stream.ts';

/** Writes an answer in one piece, spoilt as the fault says. */
export function sendWhole(live: LiveCall, wire: Wire, answer: Answer, fault: SimFaultStep | null): void {
  const { res, desk } = live;
  const { keepAlive } = desk.profile;
  const latencyMs = latencyOf(live);
  if (keepAlive?.padding !== undefined) {
    // Blank lines go out while the answer is not there yet.
    head(live, null, fault);
    res.write(keepAlive.padding);
    return live.after(latencyMs, () => res.end(bodyOf(live, wire, answer, fault)));
  }
  live.after(latencyMs, () => {
    const body = bodyOf(live, wire, answer, fault);
    switch (fault?.kind) {
      case 'cut':
      case 'stall': {
        head(live, Buffer.byteLength(body), fault);
        const part = body.slice(0, Math.min(body.length - 1, fault.afterChars + 60));
        return void res.write(part, () => (fault.kind === 'cut' ? live.destroy() : undefined));
      }
      case 'partial_json':
        head(live, null, fault);
        return void res.end(body.slice(0, Math.ceil(body.length / 2)));
      case 'slow_first_token':
        head(live, Buffer.byteLength(body), fault);
        res.flushHeaders();
        return live.after(fault.ms, () => res.end(body));
      default:
        head(live, Buffer.byteLength(body), fault);
        return void res.end(body);
    }
  });
}

function head(live: LiveCall, length: number | null, fault: SimFaultStep | null): void {
  const { profile } = live.desk;
  live.record.status = 200;
  live.res.writeHead(200, {
    'content-type': fault?.kind === 'wrong_content_type' ? 'text/plain' : 'application/json',
    ...(length === null ? {} : { 'content-length': length }),
    ...profile.rateHeaders?.(live.view),
  });
}

function bodyOf(live: LiveCall, wire: Wire, answer: Answer, fault: SimFaultStep | null): string {
  live.settle(answer.completionTokens);
  if (fault?.kind === 'error_in_body' || fault?.kind === 'error_in_stream') {
    return JSON.stringify(live.desk.profile.failures.inBody(live.view));
  }
  return wire.whole(answer);
}
