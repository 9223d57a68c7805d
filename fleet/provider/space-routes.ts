import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../json.ts';
import { quotaSentence } from '../profiles/hf-space.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { gradioWire } from '../wire/gradio-wire.ts';
import type { Desk } from './desk.ts';
import { costOf, openLiveCall, type LiveCall } from './live-call.ts';
import { playStream } from './play-stream.ts';
import { screenCall, prepareAnswer, type Arrival, type ScreenedCall } from './serve-chat.ts';

/** The Gradio side of a Space: a POST gives an event id, one GET of it streams the answer. */
export interface SpaceRoutes {
  /** False = not a Gradio route. */
  serve(request: {
    readonly method: string;
    readonly arrival: Arrival;
    readonly body: JsonObject | null;
  }): boolean;
}

export function createSpaceRoutes(desk: Desk): SpaceRoutes {
  const prefix = desk.spec.gradio === 4 ? '' : '/gradio_api';
  const callPath = new RegExp(`^${prefix}/call/(chat|predict)(?:/([^/]+))?$`);
  const waiting = new Map<string, ScreenedCall>();

  const start = (arrival: Arrival, body: JsonObject | null): void => {
    const opened = screenCall(desk, gradioWire(), arrival, body);
    if (opened === null) return;
    const { live, fault, failure } = opened;
    if (failure !== null) return live.reply(failure);
    if (fault?.kind === 'hang') return;
    const eventId = `sim${live.view.serial.toString(16).padStart(29, '0')}`;
    waiting.set(eventId, opened);
    live.after(fault?.kind === 'slow_headers' ? fault.ms : 0, () => {
      live.record.status = 200;
      send(live.res, jsonReply(200, { event_id: eventId }));
    });
  };
  const stream = (arrival: Arrival, eventId: string): void => {
    const opened = waiting.get(eventId);
    if (opened === undefined) return send(arrival.res, jsonReply(404, { detail: 'Not Found' }));
    // Results are not kept: one look only.
    waiting.delete(eventId);
    const { live: asked, chat, fault } = opened;
    const live = openLiveCall(desk, arrival.res, asked.record, asked.view);
    if (!admitGpu(live)) return;
    playStream(live, gradioWire(), prepareAnswer(live, chat, fault), fault);
  };

  return {
    serve({ method, arrival, body }) {
      const { path, res } = arrival;
      const call = callPath.exec(path);
      if (call !== null && method === 'POST' && call[2] === undefined) start(arrival, body);
      else if (call?.[2] !== undefined && method === 'GET') stream(arrival, call[2]);
      else if (method === 'GET' && path === '/config') send(res, jsonReply(200, config(prefix)));
      else if (method === 'GET' && path === `${prefix}/info`) send(res, jsonReply(200, info));
      else return false;
      return true;
    },
  };
}

/** ZeroGPU looks at its ledger when the job runs; its refusal is an error event inside a 200. */
function admitGpu(live: LiveCall): boolean {
  const { desk, view, record, res } = live;
  const now = desk.clock();
  const cost = costOf(desk, record, live.promptTokens, 0);
  const admission = desk.book().admit(view.caller, cost, now);
  if (admission.admitted) {
    live.ticket = admission.ticket;
    return true;
  }
  const [state] = admission.blocking;
  record.refusedBy = `${state.limit.unit}/${state.limit.window.ms}`;
  const resetMs = Number.isFinite(state.waitMs) ? state.waitMs : state.resetAt - now;
  const error = quotaSentence({ ...state, waitMs: resetMs });
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  res.end(`event: error\ndata: ${JSON.stringify({ error })}\n\n`);
  return false;
}

function send(res: ServerResponse, reply: Reply): void {
  res.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  res.end(reply.body);
}

function config(prefix: string): JsonObject {
  return {
    version: prefix === '' ? '4.44.1' : '5.49.1',
    api_prefix: prefix,
    protocol: 'sse_v3',
    title: 'Simulated Space',
    is_space: true,
    components: [component(1, 'textbox', 'Message'), component(2, 'textbox', 'Response')],
    dependencies: [{ id: 0, api_name: 'chat', inputs: [1], outputs: [2], queue: true, show_api: true }],
  };
}

const text = {
  type: { type: 'string' },
  python_type: { type: 'str', description: '' },
  component: 'Textbox',
};
const info: JsonObject = {
  named_endpoints: {
    '/chat': {
      parameters: [
        {
          label: 'Message',
          parameter_name: 'message',
          parameter_has_default: false,
          parameter_default: null,
          ...text,
          example_input: 'Hello!!',
        },
        {
          label: 'System message',
          parameter_name: 'system_message',
          parameter_has_default: true,
          parameter_default: 'You are a friendly chatbot.',
          ...text,
          example_input: 'Hello!!',
        },
      ],
      returns: [{ label: 'Response', ...text }],
      show_api: true,
    },
  },
  unnamed_endpoints: {},
};

function component(id: number, type: string, label: string): JsonObject {
  return { id, type, props: { label } };
}
