import type { Answer } from '../../engine/classification.ts';
import type { HttpCall, HttpClient, HttpHeaders, HttpListener } from '../http.ts';
import { Collector, isRecord, parseBody } from '../parse-body.ts';
import type { WholeAnswer, WireControl, WireListener } from '../wire.ts';

/** A success, whole. */
export interface Reply {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Buffer;
}

const longestReply = 64 * 1024 * 1024;
const longestError = 256 * 1024;
const nobody = (): void => {};

/** The provider said no: the same to the relay as a refusal told by a status. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor({ status, headers, body }: Answer) {
    super('the provider refused');
    this.answer = { status, headers, body: isRecord(body) || Array.isArray(body) ? body : String(body) };
  }
}

/** The exchanges of one call, one after the other, under one control. After an abort nothing is told and nothing settles. */
export class Exchanges implements WireControl {
  readonly #http: HttpClient;
  readonly #listener: WireListener;
  #current: WireControl | null = null;
  #wasSent = false;
  #hasHead = false;
  #aborted = false;
  #onAbort: (() => void) | null = null;

  constructor(http: HttpClient, listener: WireListener) {
    this.#http = http;
    this.#listener = listener;
  }

  get isAborted(): boolean {
    return this.#aborted;
  }

  /** Rejects with a Refusal for a status of 300 and more, with another error when there is no whole answer. */
  ask(call: HttpCall, longestBytes: number = longestReply): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#aborted) return;
      this.#current = this.#http.start(call, this.#collect({ resolve, reject, longestBytes }));
    });
  }

  /** An exchange that nobody waits for. */
  leaveBehind(call: HttpCall): void {
    this.#http.start(call, { sent: nobody, head: nobody, data: nobody, end: nobody, failed: nobody });
  }

  /** What is to be done for others to know, when the call is broken off. */
  onAbort(run: (() => void) | null): void {
    this.#onAbort = run;
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#current?.abort();
    this.#onAbort?.();
  }

  pause(): void {
    this.#current?.pause();
  }

  resume(): void {
    this.#current?.resume();
  }

  #collect({ resolve, reject, longestBytes }: Collecting): HttpListener {
    let status = 0;
    let headers: HttpHeaders = {};
    let collector = new Collector(longestBytes);
    return {
      sent: () => this.#sent(),
      head: (...head) => {
        [status, headers] = head;
        if (status >= 300) collector = new Collector(longestError);
        else this.#head(headers);
      },
      data: (chunk) => {
        if (collector.push(chunk)) return;
        this.#current?.abort();
        if (status < 300) return reject(new Error(`the answer is longer than ${longestBytes} bytes`));
        reject(new Refusal({ status, headers, body: 'an error page that is too long to read' }));
      },
      end: () => {
        const body = collector.body();
        if (status >= 300) reject(new Refusal({ status, headers, body: parseBody(body) }));
        else resolve({ status, headers, body });
      },
      failed: reject,
    };
  }

  #sent(): void {
    if (!this.#wasSent) this.#listener.sent();
    this.#wasSent = true;
  }

  #head(headers: HttpHeaders): void {
    if (!this.#hasHead) this.#listener.head(headers);
    this.#hasHead = true;
  }
}

interface Collecting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly longestBytes: number;
}

/** Runs a call of one or more exchanges and tells its end once. */
export function converse(
  http: HttpClient,
  listener: WireListener,
  talk: (exchanges: Exchanges) => Promise<WholeAnswer>,
): WireControl {
  const exchanges = new Exchanges(http, listener);
  void tell(exchanges, listener, talk);
  return exchanges;
}

async function tell(
  exchanges: Exchanges,
  listener: WireListener,
  talk: (exchanges: Exchanges) => Promise<WholeAnswer>,
): Promise<void> {
  const end = await talk(exchanges).catch(asError);
  if (exchanges.isAborted) return;
  if (end instanceof Refusal) listener.refused(end.answer);
  else if (end instanceof Error) listener.broken(end);
  else listener.whole(end);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
