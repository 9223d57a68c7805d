/** Who does not answer by then has nothing to say. */
const patienceMs = 2_000;

/** Questions to the other side of a channel that wait for their answers. */
export class Questions {
  readonly #waiting = new Map<number, (value: unknown) => void>();
  #last = 0;

  /** What the other side answered; null = nothing. `send` puts the question. */
  ask(send: (call: number) => void): Promise<unknown> {
    this.#last += 1;
    const call = this.#last;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(call, null), patienceMs);
      this.#waiting.set(call, (value) => {
        clearTimeout(timer);
        resolve(value);
      });
      send(call);
    });
  }

  answer(call: number, value: unknown): void {
    this.#waiting.get(call)?.(value);
    this.#waiting.delete(call);
  }

  /** Nobody answers any more. */
  close(): void {
    for (const answer of this.#waiting.values()) answer(null);
    this.#waiting.clear();
  }
}
