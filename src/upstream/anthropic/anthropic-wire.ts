import { addressed } from '../credentials.ts';
import type { HttpControl, HttpHeaders, HttpListener } from '../http.ts';
import { hasLongNumbers, parseExact } from '../exact-json.ts';
import { Collector, parseBody } from '../parse-body.ts';
import type { ChatCall, Wire, WireControl, WireListener } from '../wire.ts';
import { chatCompletion } from './chat-completion.ts';
import { createMessageStream, type MessageStream } from './message-stream.ts';
import { messagesRequest } from './messages-request.ts';

const longestAnswer = 64 * 1024 * 1024;
const longestError = 256 * 1024;

/** Anthropic's Messages API. */
export const anthropicWire: Wire = {
  chat: (call, http, listener) => {
    const { baseUrl, headers } = addressed(call.provider, call.baseUrl, call.secret);
    const accept = call.stream ? 'text/event-stream' : 'application/json';
    const exchange = new Exchange(call, listener);
    exchange.control = http.start(
      {
        method: 'POST',
        url: `${baseUrl}/messages`,
        headers: { 'content-type': 'application/json', accept, ...headers },
        body: JSON.stringify(messagesRequest(call)),
      },
      exchange,
    );
    return exchange;
  },
};

/** Reads one answer: by its status and type as a stream, a message or an error. */
class Exchange implements HttpListener, WireControl {
  readonly #call: ChatCall;
  readonly #listener: WireListener;
  #status = 0;
  #headers: HttpHeaders = {};
  #stream: MessageStream | null = null;
  #body = new Collector(longestAnswer);
  #over = false;
  control: HttpControl | null = null;

  constructor(call: ChatCall, listener: WireListener) {
    this.#call = call;
    this.#listener = listener;
  }

  abort(): void {
    this.#over = true;
    this.control?.abort();
  }

  pause(): void {
    this.control?.pause();
  }

  resume(): void {
    this.control?.resume();
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
    const type = headers['content-type'] ?? '';
    if (this.#call.stream && !type.includes('application/json') && !type.includes('text/html')) {
      this.#stream = createMessageStream({
        created: createdOf(headers),
        wantsUsage: this.#call.clientWantsUsage,
        headers,
      });
    }
    this.#listener.head(headers);
  }

  data(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#stream !== null) return this.#readStream(this.#stream, chunk);
    if (!this.#body.push(chunk)) this.#tooLong();
  }

  end(): void {
    if (this.#over) return;
    if (this.#stream !== null) return this.#endStream(this.#stream);
    this.#over = true;
    const bytes = this.#body.body();
    const body = this.#status >= 300 ? parseBody(bytes) : parseMessage(bytes);
    const answer = this.#status >= 300 ? null : chatCompletion(body, createdOf(this.#headers));
    if (answer === null) this.#refused(body);
    else this.#listener.whole(answer);
  }

  failed(error: Error): void {
    if (this.#over) return;
    // After the finish reason only the end mark is missing.
    if (this.#stream?.state.finished === true) return this.#endStream(this.#stream);
    this.#over = true;
    this.#listener.broken(error);
  }

  #readStream(stream: MessageStream, chunk: Buffer): void {
    const bytes = stream.read(chunk);
    const { state } = stream;
    if (bytes !== null || state.error === null) this.#listener.chunk(bytes, state);
    // The listener may have aborted on what it was told.
    if (this.#over || (state.error === null && !state.done)) return;
    this.#over = true;
    // A connection that ends cleanly behind its end mark is kept for the next call.
    if (state.error !== null) this.control?.abort();
    this.#listener.ended(state);
  }

  #endStream(stream: MessageStream): void {
    const bytes = stream.end();
    if (bytes !== null) this.#listener.chunk(bytes, stream.state);
    if (this.#over) return;
    this.#over = true;
    this.#listener.ended(stream.state);
  }

  #refused(body: unknown): void {
    this.#listener.refused({ status: this.#status, headers: this.#headers, body });
  }

  #tooLong(): void {
    this.#over = true;
    this.control?.abort();
    if (this.#status >= 300) this.#refused('an error page that is too long to read');
    else this.#listener.broken(new Error('the answer is longer than 64 MB'));
  }
}

/** The numbers in a tool's input stay as the model wrote them. */
function parseMessage(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  try {
    return hasLongNumbers(text) ? parseExact(text) : parseBody(bytes);
  } catch {
    return parseBody(bytes);
  }
}

/** Epoch seconds by the provider's own clock. */
function createdOf(headers: HttpHeaders): number {
  const at = Date.parse(headers.date ?? '');
  return Number.isNaN(at) ? 0 : Math.floor(at / 1_000);
}
