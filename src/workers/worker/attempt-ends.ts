import type { Lane } from '../../engine/nodes.ts';
import type { RelayEvent } from '../../relay/events.ts';
import type { EndMessage, ToPrimary } from '../messages.ts';

/**
 * Joins what the ledger hears of an attempt (its reservation ends) with what the relay tells of it (how it ended): both
 * come in one turn of the event loop, the ledger's first (relay/attempts.ts). An end that nobody tells a story of says
 * nothing for or against anybody.
 */
export class AttemptEnds {
  readonly #send: (message: ToPrimary) => void;
  /** Ids of the states that the worker's own engine has changed in this turn. */
  readonly #kept = new Set<string>();
  /** Closed just now; its story may still come. */
  #last: EndMessage | null = null;
  /** What was learned since: by a failure, then the primary learns it itself; else it is told. */
  #held: ToPrimary[] = [];

  constructor(send: (message: ToPrimary) => void) {
    this.#send = send;
  }

  close(id: number, used: readonly number[] | null): void {
    this.settle();
    this.#kept.clear();
    this.#last = ['end', id, used, ['left']];
    this.#send(this.#last);
  }

  /** True = it is told now; false = it may belong to a failure that the primary will draw its own lesson from. */
  tell(message: ToPrimary): boolean {
    if (this.#last === null) this.#send(message);
    else this.#held.push(message);
    return this.#last === null;
  }

  keep(state: string): void {
    this.#kept.add(state);
  }

  listen(event: RelayEvent, traceId: string): void {
    switch (event.kind) {
      case 'failed': {
        const { lane: _, ...story } = event;
        this.#held = [];
        this.#endAs(['failed', story, traceId]);
        return this.#review(event.lane);
      }
      case 'served': {
        const { lane: _, ...story } = event;
        return this.#endAs(['served', story, traceId]);
      }
      case 'beaten':
        return this.#endAs(['beaten']);
      case 'left':
        return this.#endAs(['left', traceId]);
      case 'gave_up':
        return this.#send(['gave_up', event, traceId]);
      default:
    }
  }

  /** Nothing more comes in this turn. */
  settle(): void {
    this.#last = null;
    for (const message of this.#held) this.#send(message);
    this.#held = [];
  }

  /** A failure may be the last of several that together say something of others, too: whether it does, the primary knows. */
  #review({ key, node }: Lane): void {
    const account = `account|${node.provider.id}|${key.account.id}`;
    const own = [account, `${account}|${node.model.id}`, `key|${key.id}`, `provider|${node.provider.id}`];
    for (const id of [...own, `model|${node.provider.id}|${node.model.id}`]) this.#kept.delete(id);
    if (this.#kept.size > 0) this.#send(['review', [...this.#kept]]);
    this.#kept.clear();
  }

  #endAs(story: EndMessage[3]): void {
    if (this.#last !== null) this.#last[3] = story;
    this.settle();
  }
}
