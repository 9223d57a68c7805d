import { rememberEndpoints, type Address, type Endpoint } from '../credentials.ts';
import { withDefaults, type HttpControl, type HttpHeaders, type HttpListener } from '../http.ts';
import { Collector, isRecord, parseBody } from '../parse-body.ts';
import type { ChatCall, Wire, WireListener } from '../wire.ts';
import { requestBody, requestBytes } from './request.ts';
import { createStreamReader, type StreamReader } from './stream-reader.ts';
import { readWhole } from './whole.ts';

const longestAnswer = 64 * 1024 * 1024;
const longestError = 256 * 1024;

const wholeEndpoint = rememberEndpoints((address) => endpointOf(address, 'application/json'));
const streamEndpoint = rememberEndpoints((address) => endpointOf(address, 'text/event-stream'));

function endpointOf({ baseUrl, headers }: Address, accept: string): Endpoint {
  return {
    url: `${baseUrl}/chat/completions`,
    headers: withDefaults({ ...headers, 'content-type': 'application/json', accept }),
  };
}

/** OpenAI's chat completions, as nearly every provider speaks it. */
export const openaiWire: Wire = {
  chat: (call, http, listener) => {
    const endpoint = call.stream ? streamEndpoint : wholeEndpoint;
    const { url, headers } = endpoint(call.provider, call.baseUrl, call.secret);
    const body = requestBytes(call) ?? requestBody(call);
    const reading = new Reading(call, listener);
    reading.control = http.start({ method: 'POST', url, headers, body }, reading);
    return reading.control;
  },
};

/** Reads one answer: by its status and type as a stream, a whole body or an error. */
class Reading implements HttpListener {
  readonly #call: ChatCall;
  readonly #listener: WireListener;
  #status = 0;
  #headers: HttpHeaders = {};
  #stream: StreamReader | null = null;
  #body = new Collector(longestAnswer);
  #over = false;
  /** Known once the call is on its way. */
  control: HttpControl | null = null;

  constructor(call: ChatCall, listener: WireListener) {
    this.#call = call;
    this.#listener = listener;
  }

  sent(): void {
    this.#listener.sent();
  }

  head(status: number, headers: HttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
    if (status >= 300) {
      this.#body = new Collector(longestError);
      return;
    }
    this.#listener.head(headers);
    const type = headers['content-type'] ?? '';
    if (this.#call.stream && !type.includes('application/json') && !type.includes('text/html')) {
      this.#stream = createStreamReader(this.#call.clientWantsUsage);
    }
  }

  data(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#stream === null) {
      if (!this.#body.push(chunk)) this.#tooLong();
      return;
    }
    const bytes = this.#stream.read(chunk);
    const { state } = this.#stream;
    if (bytes !== null || state.error === null) this.#listener.chunk(bytes, state);
    if (state.error === null && !state.done) return;
    this.#over = true;
    this.#listener.ended(state);
    // What comes after the end mark is of no use; a connection that ends cleanly right behind it is kept for the next call.
    if (state.error !== null) this.control?.abort();
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#stream !== null) return this.#endStream(this.#stream);
    const body = this.#body.body();
    if (this.#status >= 300) return this.#refused(parseBody(body));
    const reading = readWhole(body);
    if (reading.kind === 'answer') this.#listener.whole(reading.answer);
    else if (reading.kind === 'error') this.#refused(reading.body);
    else this.#listener.broken(new Error('the answer is no JSON'));
  }

  failed(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.broken(error);
  }

  #endStream(stream: StreamReader): void {
    const bytes = stream.end();
    if (bytes !== null) this.#listener.chunk(bytes, stream.state);
    this.#listener.ended(stream.state);
  }

  #refused(body: unknown): void {
    // Some providers answer a streamed call with one JSON body; when that is an error it is read as any other.
    this.#listener.refused({
      status: this.#status,
      headers: this.#headers,
      body: isRecord(body) || Array.isArray(body) ? body : String(body),
    });
  }

  #tooLong(): void {
    this.#over = true;
    this.control?.abort();
    if (this.#status >= 300) this.#refused('an error page that is too long to read');
    else this.#listener.broken(new Error('the answer is longer than 64 MB'));
  }
}
