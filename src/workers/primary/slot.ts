import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Duplex, Readable } from 'node:stream';
import type { Log } from '../../shared/log.ts';
import { openChannel } from '../channel.ts';
import type { SystemFault } from '../messages.ts';
import type { TraceSource } from '../trace-source.ts';
import { Desk, type DeskParts } from './desk.ts';
import { forwardLines } from './whole-lines.ts';

export interface SlotParts {
  readonly number: number;
  readonly desk: DeskParts;
  readonly log: Log;
  readonly ticks: () => number;
  readonly sources: Set<TraceSource>;
  /** Where the workers' log lines go. */
  readonly write: (lines: string) => void;
  /** A worker of this slot listens there. */
  readonly listening: (url: string) => void;
  /** No worker can live here. */
  readonly failed: (error: Error) => void;
}

/** Who dies sooner after its start has died of it. */
const quickMs = 3_000;
const mostQuickDeaths = 5;
/** ms that a worker has to end once it has said its last word. */
const endsWithinMs = 1_000;
/** Before the second try; doubled before each later one. */
const firstPauseMs = 100;

/** The place of one worker: whoever dies there is replaced. */
export class Slot {
  readonly #parts: SlotParts;
  #worker: Worker | null = null;
  #desk: Desk | null = null;
  /** Resolves when the worker that runs has ended. */
  #gone: Promise<void> = Promise.resolve();
  #pause: NodeJS.Timeout | null = null;
  #quickDeaths = 0;
  #stopping = false;

  constructor(parts: SlotParts) {
    this.#parts = parts;
  }

  start(): void {
    const { desk: parts, sources, listening, ticks, write } = this.#parts;
    const startedAt = ticks();
    const worker = cluster.fork();
    const [, out, err, , pipe] = worker.process.stdio;
    forwardLines(out as Readable, write);
    forwardLines(err as Readable, (lines) => void process.stderr.write(lines));
    const desk = new Desk((end) => openChannel(pipe as unknown as Duplex, end), parts, {
      listening,
      failed: (fault) => this.#cannotListen(fault),
    });
    this.#worker = worker;
    this.#desk = desk;
    sources.add(desk.source);
    this.#gone = this.#outlive(worker, desk, startedAt);
  }

  async #outlive(worker: Worker, desk: Desk, startedAt: number): Promise<void> {
    const { sources, ticks } = this.#parts;
    // `close`: all that it wrote has been read.
    const closed = once(worker.process, 'close');
    await desk.ended;
    // Without its channel a worker is of no use; it ends by itself, unless it hangs.
    const impatience = setTimeout(() => worker.process.kill('SIGKILL'), endsWithinMs);
    const [code, signal] = await closed;
    clearTimeout(impatience);
    sources.delete(desk.source);
    this.#worker = null;
    this.#desk = null;
    const { pid } = worker.process;
    this.#died(desk.close(), { how: howOf(code, signal), pid, lived: ticks() - startedAt });
  }

  tell(...message: Parameters<Desk['tell']>): void {
    this.#desk?.tell(...message);
  }

  /** Running answers end, then the worker does. */
  async drain(): Promise<void> {
    this.#stop();
    this.tell(['drain']);
    await this.#gone;
  }

  /** At once. */
  async kill(): Promise<void> {
    this.#stop();
    this.#worker?.process.kill('SIGKILL');
    await this.#gone;
  }

  #stop(): void {
    this.#stopping = true;
    if (this.#pause !== null) clearTimeout(this.#pause);
  }

  #cannotListen({ message, ...fault }: SystemFault): void {
    this.#stopping = true;
    this.#parts.failed(Object.assign(new Error(message), fault));
  }

  #died(calls: number, { how, pid, lived }: Death): void {
    if (this.#stopping) return;
    const { log, number, failed } = this.#parts;
    this.#quickDeaths = lived < quickMs ? this.#quickDeaths + 1 : 0;
    const counted =
      calls === 0 ? '' : `; ${calls} running ${calls === 1 ? 'call counts' : 'calls count'} as used`;
    log.warn({ worker: number, pid, calls }, `worker process ${number} ended (${how})${counted}`);
    if (this.#quickDeaths >= mostQuickDeaths) {
      this.#stopping = true;
      return failed(
        new Error(
          `Worker process ${number} ended ${mostQuickDeaths} times right after its start, last with ${how}.`,
        ),
      );
    }
    if (this.#quickDeaths <= 1) return this.start();
    this.#pause = setTimeout(() => this.start(), firstPauseMs * 2 ** (this.#quickDeaths - 2));
  }
}

interface Death {
  readonly how: string;
  readonly pid: number | undefined;
  /** ms */
  readonly lived: number;
}

function howOf(code: unknown, signal: unknown): string {
  return typeof signal === 'string' ? signal : `code ${String(code)}`;
}
