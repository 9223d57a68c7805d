import type { HttpHeaders, HttpListener } from '../http.ts';
import { Collector, isRecord, parseBody } from '../parse-body.ts';
import { createSseReader } from '../sse-events.ts';
import { outputText } from './answer-text.ts';
import type { Endpoint } from './endpoint.ts';
import { fillInputs } from './fill-inputs.ts';
import { toPrompt } from './prompt.ts';
import type { Space } from './space.ts';
import { createTextAnswer, type TextAnswer } from './text-answer.ts';
import { wishesOf } from './wishes.ts';

const longestError = 256 * 1024;

/**
 * Gradio's call in two steps: a POST that gives an event id, and one GET that tells the result, which is kept for no
 * second. https://www.gradio.app/guides/querying-gradio-apps-with-curl
 */
export async function callGradio(
  space: Space,
  { prefix, endpoint }: { prefix: string; endpoint: Endpoint },
): Promise<void> {
  const { call, listener, steps, headers } = space;
  const url = `${space.root}${prefix}/call${endpoint.name}`;
  const data = fillInputs(endpoint.parameters, toPrompt(call.body.messages ?? []), wishesOf(call.body));
  const posted = await steps.fetch(
    {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ data }),
    },
    () => listener.sent(),
  );
  const eventId = posted.status < 300 && isRecord(posted.body) ? posted.body.event_id : null;
  if (typeof eventId !== 'string') return listener.refused(posted);
  const answer = createTextAnswer(space, `chatcmpl-${eventId}`);
  const request = {
    method: 'GET',
    url: `${url}/${encodeURIComponent(eventId)}`,
    headers: { accept: 'text/event-stream', ...headers },
  } as const;
  steps.run(() => steps.http.start(request, readEvents(space, answer)));
}

function readEvents({ listener, steps }: Space, answer: TextAnswer): HttpListener {
  const refusal = new Collector(longestError);
  const reader = createSseReader(onEvent);
  let status = 0;
  let headers: HttpHeaders = {};
  let told = false;

  function onEvent(event: string, data: string): void {
    if (listener.over) return;
    if (event === 'error') return fail(data);
    if (event !== 'generating' && event !== 'complete') return;
    told = true;
    const outputs = parseData(data);
    // JSON that was cut in its middle is no text.
    if (typeof outputs === 'string' && /^\s*[[{]/.test(data)) {
      steps.abort();
      return answer.cut();
    }
    answer.tell(outputText(outputs) ?? '');
    if (event === 'complete') answer.finish();
  }

  function fail(data: string): void {
    steps.abort();
    answer.fail({ status: 200, headers, body: parseData(data), sse: 'error' });
  }

  function read(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      steps.abort();
      listener.broken(error);
    }
  }

  return {
    sent: () => {},
    head: (...head) => {
      [status, headers] = head;
      if (status < 300) listener.head(headers);
    },
    data: (chunk) => {
      if (status >= 300) return void refusal.push(chunk);
      told = false;
      read(() => reader.push(chunk));
      if (!told) answer.beat();
    },
    end: () => {
      if (status >= 300) return listener.refused({ status, headers, body: parseBody(refusal.body()) });
      read(() => reader.end());
      answer.cut();
    },
    failed: (error) => listener.broken(error),
  };
}

function parseData(data: string): unknown {
  return parseBody(Buffer.from(data));
}
