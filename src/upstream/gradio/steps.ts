import type { HttpCall, HttpClient, HttpHeaders, HttpListener } from '../http.ts';
import { Collector, parseBody } from '../parse-body.ts';
import type { WireControl } from '../wire.ts';

const longestBody = 16 * 1024 * 1024;

export interface Fetched {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Parsed JSON, or the text when it is none. */
  readonly body: unknown;
}

/** The exchanges of one call, one after the other, under one control. */
export class Steps implements WireControl {
  readonly http: HttpClient;
  #current: WireControl | null = null;
  #aborted = false;

  constructor(http: HttpClient) {
    this.http = http;
  }

  /** A whole answer. Rejects when the connection fails; never settles after an abort. */
  fetch(call: HttpCall, sent: () => void = () => {}): Promise<Fetched> {
    return new Promise((resolve, reject) =>
      this.run(() => this.http.start(call, this.#collect({ sent, resolve, reject }))),
    );
  }

  /** The next exchange; none is started after an abort. */
  run(start: () => WireControl): void {
    if (!this.#aborted) this.#current = start();
  }

  abort(): void {
    this.#aborted = true;
    this.#current?.abort();
  }

  pause(): void {
    this.#current?.pause();
  }

  resume(): void {
    this.#current?.resume();
  }

  #collect({ sent, resolve, reject }: Collecting): HttpListener {
    const collector = new Collector(longestBody);
    let status = 0;
    let headers: HttpHeaders = {};
    return {
      sent,
      head: (...head) => ([status, headers] = head),
      data: (chunk) => {
        if (collector.push(chunk)) return;
        this.#current?.abort();
        reject(new Error('the answer is longer than 16 MB'));
      },
      end: () => resolve({ status, headers, body: parseBody(collector.body()) }),
      failed: reject,
    };
  }
}

interface Collecting {
  readonly sent: () => void;
  readonly resolve: (fetched: Fetched) => void;
  readonly reject: (error: Error) => void;
}
