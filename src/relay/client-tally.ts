import type { ClientUsageRepository, ClientUsageRow } from '../store/client-usage.ts';
import type { RelayEvent } from './events.ts';

type Counts = { -readonly [Name in keyof ClientUsageRow]: ClientUsageRow[Name] };
type EventOf<Kind extends RelayEvent['kind']> = Extract<RelayEvent, { kind: Kind }>;

export interface ClientTallyParts {
  readonly usage: Pick<ClientUsageRepository, 'add'>;
  /** Times of last use, by client. */
  readonly touch: (usedAt: ReadonlyMap<string, number>) => Promise<void>;
  readonly now: () => number;
}

/** What each client's requests came to since it was written last. Days are told: whoever counts knows them already. */
export class ClientTally {
  readonly #parts: ClientTallyParts;
  readonly #pending = new Map<string, Counts>();
  /** Of days that have ended. */
  #ended: Counts[] = [];
  #usedAt = new Map<string, number>();

  constructor(parts: ClientTallyParts) {
    this.#parts = parts;
  }

  served({ client, inputTokens, outputTokens }: EventOf<'served'>, day: string): void {
    if (client === null) return;
    const counts = this.#of(client, day);
    counts.requests += 1;
    counts.inputTokens += inputTokens;
    counts.outputTokens += outputTokens;
  }

  failed({ client }: EventOf<'gave_up'>, day: string): void {
    if (client === null) return;
    const counts = this.#of(client, day);
    counts.requests += 1;
    counts.failures += 1;
  }

  /** Its key was shown. */
  saw(client: string): void {
    this.#usedAt.set(client, this.#parts.now());
  }

  async flush(): Promise<void> {
    const rows = [...this.#ended, ...this.#pending.values()];
    const usedAt = this.#usedAt;
    this.#ended = [];
    this.#pending.clear();
    this.#usedAt = new Map();
    try {
      if (rows.length > 0) await this.#parts.usage.add(rows);
    } catch (error) {
      // With the next writing.
      this.#ended.push(...rows);
      throw error;
    }
    if (usedAt.size > 0) await this.#parts.touch(usedAt);
  }

  #of(client: string, day: string): Counts {
    this.saw(client);
    const counts = this.#pending.get(client);
    if (counts?.day === day) return counts;
    if (counts !== undefined) this.#ended.push(counts);
    const fresh = { day, client, requests: 0, failures: 0, inputTokens: 0, outputTokens: 0 };
    this.#pending.set(client, fresh);
    return fresh;
  }
}
