/** A text that is given in pieces, of which only the beginning is wanted. */
export class BoundedText {
  readonly #most: number;
  #text = '';

  /** `most`: characters. */
  constructor(most: number) {
    this.#most = most;
  }

  /** More is of no use; the text may be cut. */
  get isFull(): boolean {
    return this.#text.length >= this.#most;
  }

  add(piece: string): void {
    if (this.isFull) return;
    // A slice of a long text would keep all of it alive.
    const room = this.#most - this.#text.length;
    this.#text += piece.length > room ? structuredClone(piece.slice(0, room)) : piece;
  }

  toString(): string {
    return this.#text;
  }
}
