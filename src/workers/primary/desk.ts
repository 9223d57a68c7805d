import type { Bucket, BucketNews, BucketSpec } from '../../engine/bucket.ts';
import { isMeter } from '../../engine/lane-buckets.ts';
import type { TraceRepository } from '../../store/traces.ts';
import type { TraceDetail, TraceRecord } from '../../relay/traces/trace-record.ts';
import type { Channel, ChannelEnd } from '../channel.ts';
import { viewOf } from '../bucket-view.ts';
import type { SystemFault, ToPrimary, ToWorker } from '../messages.ts';
import { packed } from '../pool-change.ts';
import { shareLearned } from '../share-learned.ts';
import type { TraceSource } from '../trace-source.ts';
import type { Watch } from '../watch.ts';
import type { Welcome } from '../welcome.ts';
import { Calls, type CallsParts } from './calls.ts';
import type { Newsroom, Reader } from './newsroom.ts';
import { Questions } from '../questions.ts';

/** Connects the desk to its worker. */
export type OpenChannel = (end: ChannelEnd<ToPrimary>) => Channel<ToWorker>;

export interface DeskParts extends Omit<CallsParts, 'worker' | 'tell' | 'newsroom'> {
  readonly watch: Pick<Watch, 'find'>;
  readonly newsroom: Newsroom;
  readonly traces: Pick<TraceRepository, 'write'>;
  /** Rows of the table of traces. */
  readonly keptTraces: number;
  readonly welcome: Omit<Welcome, 'pool' | 'nodes'>;
  readonly onError: (error: unknown) => void;
}

/** What the worker says of itself. */
export interface DeskEvents {
  listening(url: string): void;
  failed(fault: SystemFault): void;
}

/** Where the primary serves one worker, from its first word to its end. */
export class Desk implements Reader {
  /** Resolves when the worker says nothing any more, whatever its end was. */
  readonly ended: Promise<void>;
  /** What the worker remembers of requests. */
  readonly source: TraceSource;
  readonly #parts: DeskParts;
  readonly #events: DeskEvents;
  readonly #channel: Channel<ToWorker>;
  readonly #calls: Calls;
  readonly #mirrored = new Set<Bucket>();
  readonly #questions = new Questions();
  #endedTold = 0;

  constructor(open: OpenChannel, parts: DeskParts, events: DeskEvents) {
    this.#parts = parts;
    this.#events = events;
    const end = Promise.withResolvers<void>();
    this.ended = end.promise;
    this.#channel = open({
      receive: (message) => this.#receive(message),
      closed: () => {
        this.#questions.close();
        end.resolve();
      },
      failed: parts.onError,
    });
    const tell = (message: ToWorker): void => this.#channel.send(message);
    this.#calls = new Calls({ ...parts, worker: this, tell });
    this.source = {
      list: async (query) => {
        const told = await this.#questions.ask((call) => tell(['list', call, query]));
        return (told ?? []) as readonly TraceRecord[];
      },
      get: async (id) =>
        (await this.#questions.ask((call) => tell(['show', call, id]))) as TraceDetail | null,
    };
    const { pool, nodes } = parts.newsroom.begin(this);
    this.#channel.send(['welcome', packed({ ...parts.welcome, pool, nodes } satisfies Welcome)]);
  }

  /** Learned limits are told to all: nobody can know of them otherwise. */
  mirrors(bucket: Bucket): boolean {
    return this.#mirrored.has(bucket) || (bucket.spec.base === null && !isMeter(bucket));
  }

  read(json: string): void {
    if (this.#endedTold !== this.#calls.ended) {
      this.#endedTold = this.#calls.ended;
      this.#channel.send(['ended', this.#endedTold]);
    }
    this.#channel.sendText(json);
  }

  tell(message: ToWorker): void {
    this.#channel.send(message);
  }

  caughtUp(): Promise<unknown> {
    return this.#questions.ask((call) => this.#channel.send(['caught_up', call]));
  }

  /** The worker is gone; how many calls it had on their way. */
  close(): number {
    this.#parts.newsroom.end(this);
    this.#questions.close();
    return this.#calls.abandon();
  }

  #receive(message: ToPrimary): void {
    switch (message[0]) {
      case 'want':
        return this.#mirror(message[1]);
      case 'lane':
        return this.#calls.name(message[1], { key: message[2], model: message[3], buckets: message[4] });
      case 'reserve':
        return this.#calls.reserve(message[1], message[2], message[3]);
      case 'end':
        return this.#calls.end(message);
      case 'review':
        return this.#calls.review(message[1]);
      case 'content':
        return this.#calls.content(message[1]);
      case 'tell':
        return this.#learn(message[1], message[2]);
      case 'gave_up':
        return this.#parts.hear(message[1], message[2]);
      case 'write':
        return this.#write(message[1], message[2]);
      case 'reply':
        return this.#questions.answer(message[1], message[2]);
      case 'listening':
        return this.#events.listening(message[1]);
      case 'failed':
        return this.#events.failed(message[1]);
      default:
        message satisfies never;
    }
  }

  /** The one that is there holds: the worker's settings may be of a moment ago. */
  #mirror(spec: BucketSpec): void {
    const { watch, ledger, pool } = this.#parts;
    const known = watch.find(spec.id);
    const bucket = known ?? ledger.of(spec);
    if (known === undefined && spec.base === null && !isMeter(bucket)) shareLearned(pool, bucket);
    this.#mirrored.add(bucket);
    if (!isMeter(bucket)) this.#channel.send(['bucket', viewOf(bucket)]);
  }

  #learn(id: string, news: BucketNews): void {
    const { watch, ledger, now } = this.#parts;
    const bucket = watch.find(id);
    if (bucket !== undefined) ledger.tell(bucket, news, now());
  }

  #write(call: number, rows: Parameters<TraceRepository['write']>[0]): void {
    const { traces, keptTraces, onError } = this.#parts;
    const reply = (isDone: boolean): void => this.#channel.send(['reply', call, isDone]);
    traces.write(rows, keptTraces).then(
      () => reply(true),
      (error: unknown) => {
        onError(error);
        reply(false);
      },
    );
  }
}
