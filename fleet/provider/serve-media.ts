import type { MediaReply, MediaRequest, MediaRoute, ParsedMedia } from '../media/media-route.ts';
import type { ParsedChat } from '../answer/parsed-chat.ts';
import type { JsonObject } from '../json.ts';
import type { SimFaultStep } from '../sim-spec.ts';
import type { Desk } from './desk.ts';
import type { LiveCall } from './live-call.ts';
import { latencyOf } from './play-stream.ts';
import { admit, refuse, screenCall, type Arrival } from './serve-chat.ts';

/** A call for vectors, pictures or sound: screened, counted and spoilt as a chat is. */
export function serveMedia(desk: Desk, route: MediaRoute, arrival: Arrival, request: MediaRequest): void {
  const parsed = route.parse(request);
  const body = request.body ?? {};
  const call = screenCall(desk, { parse: () => asChat(parsed, body) }, arrival, body);
  if (call === null || typeof parsed === 'string' || !admit(call.live, call.chat)) return;
  const { live, fault, failure } = call;
  if (failure !== null) return refuse(live, fault?.kind ?? 'failure', failure);
  if (fault?.kind === 'hang') return;
  live.after(latencyOf(live) + (fault?.kind === 'slow_headers' ? fault.ms : 0), () => {
    const good = fault?.kind === 'empty_answer' ? route.nothing : route.answer(request, parsed, live.view);
    send(live, spoilt(live, good, fault), fault);
  });
}

function spoilt(live: LiveCall, reply: MediaReply, fault: SimFaultStep | null): MediaReply {
  switch (fault?.kind) {
    case 'error_in_body':
      return { type: 'application/json', body: JSON.stringify(live.desk.profile.failures.inBody(live.view)) };
    case 'partial_json':
      return { ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) };
    case 'html_error':
      return { type: 'text/html', body: '<html><body>502</body></html>' };
    default:
      return reply;
  }
}

function send(live: LiveCall, { type, body, status = 200 }: MediaReply, fault: SimFaultStep | null): void {
  const { res, record, desk } = live;
  record.status = status;
  live.settle(0);
  res.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...desk.profile.rateHeaders?.(live.view),
  });
  if (fault?.kind !== 'cut') return void res.end(body);
  res.write(body.slice(0, Math.floor(body.length / 2)), () => live.destroy());
}

/** As the counters and the script know calls. */
function asChat(parsed: ParsedMedia | string, body: JsonObject): ParsedChat | string {
  if (typeof parsed === 'string') return parsed;
  const { model, promptText, seconds } = parsed;
  return {
    model,
    promptText,
    ...(seconds === undefined ? {} : { seconds }),
    isMedia: true,
    stream: false,
    lastUserText: promptText,
    prefill: '',
    lastRole: 'user',
    anchor: null,
    maxTokens: null,
    choices: 1,
    toolsToCall: [],
    includeUsage: false,
    json: null,
    body,
  };
}
