import type { ServerResponse } from 'node:http';
import type { Clock } from '../../shared/clock.ts';

export type EventName = 'quotas' | 'keys' | 'request' | 'notice';

/** Keys that look different, as JSON by their ids; null = the key is gone. */
export type KeysChange = ReadonlyMap<string, string | null>;

export interface SubscriberParts {
  readonly raw: ServerResponse;
  readonly clock: Clock;
  /** Whether whoever opened the stream may still read it. */
  readonly isAllowed: () => boolean;
}

/** Proxies close what is silent for longer; looked at once a second, so that none waits much over 10 s. */
const heartbeatMs = 9_500;
/** A reader that takes nothing for so long has left without a word. */
const longestStallMs = 30_000;
/** Notices that wait for a slow reader; beyond it the oldest go. */
const mostNotices = 20;

/**
 * One reader. What a slow one has not taken yet is not queued but replaced by what holds now: the connection holds one
 * event at most, and beside it waits one snapshot, one change a key and some notices.
 */
export class Subscriber {
  readonly #raw: ServerResponse;
  readonly #clock: Clock;
  readonly #isAllowed: () => boolean;
  #id = 0;
  #wroteAt: number;
  /** Ticks since which the reader takes nothing. */
  #stalledAt: number | null = null;
  #quotas: string | null = null;
  readonly #keys = new Map<string, string | null>();
  readonly #notices: string[] = [];
  #missed = 0;

  constructor({ raw, clock, isAllowed }: SubscriberParts) {
    this.#raw = raw;
    this.#clock = clock;
    this.#isAllowed = isAllowed;
    this.#wroteAt = clock.ticks();
    raw.on('drain', () => {
      this.#stalledAt = null;
      this.#flush();
    });
  }

  /** Data as JSON, as in all of these. */
  quotas(data: string): void {
    this.#quotas = data;
    this.#flush();
  }

  keys(change: KeysChange): void {
    for (const [id, json] of change) this.#keys.set(id, json);
    this.#flush();
  }

  /** `trace`: as JSON. */
  request(trace: string): void {
    if (this.#stalledAt === null) this.#sendRequest(trace);
    else this.missed();
  }

  /** A request has ended that is not told, but counted with the next one, or at the next look. */
  missed(): void {
    this.#missed += 1;
  }

  notice(data: string): void {
    this.#notices.push(data);
    if (this.#notices.length > mostNotices) this.#notices.shift();
    this.#flush();
  }

  /** Once a second. */
  look(): void {
    const now = this.#clock.ticks();
    if (!this.#isAllowed()) this.end();
    else if (this.#stalledAt !== null) {
      if (now - this.#stalledAt >= longestStallMs) this.#raw.destroy();
    } else if (this.#missed > 0) this.#sendRequest('null');
    else if (now - this.#wroteAt >= heartbeatMs) this.#write(': heartbeat\n\n');
  }

  /** The connection ends with it: a server that stops waits for no open one. */
  end(): void {
    const { socket } = this.#raw;
    if (this.#stalledAt !== null) this.#raw.destroy();
    else this.#raw.end(() => socket?.end());
  }

  #sendRequest(trace: string): void {
    const data = `{"trace":${trace},"missed":${this.#missed}}`;
    this.#missed = 0;
    this.#send('request', data);
  }

  #flush(): void {
    while (this.#stalledAt === null && (this.#sendNotice() || this.#sendQuotas() || this.#sendKeys()));
  }

  /** False = there is none, as in those below. */
  #sendNotice(): boolean {
    const data = this.#notices.shift();
    if (data !== undefined) this.#send('notice', data);
    return data !== undefined;
  }

  #sendQuotas(): boolean {
    const data = this.#quotas;
    this.#quotas = null;
    if (data !== null) this.#send('quotas', data);
    return data !== null;
  }

  #sendKeys(): boolean {
    if (this.#keys.size === 0) return false;
    const changed = [...this.#keys.values()].filter((json) => json !== null);
    const removed = [...this.#keys].flatMap(([id, json]) => (json === null ? [id] : []));
    this.#keys.clear();
    this.#send('keys', `{"changed":[${changed.join(',')}],"removed":${JSON.stringify(removed)}}`);
    return true;
  }

  /** Ids grow over restarts, too. */
  #send(name: EventName, data: string): void {
    this.#id = Math.max(this.#id + 1, this.#clock.now());
    this.#write(`event: ${name}\nid: ${this.#id}\ndata: ${data}\n\n`);
  }

  #write(text: string): void {
    if (this.#raw.destroyed || this.#raw.writableEnded) return;
    this.#wroteAt = this.#clock.ticks();
    if (!this.#raw.write(text)) this.#stalledAt = this.#wroteAt;
  }
}
