import type { QuotasView } from '../views/quota-view.ts';

export interface QuotaWatchParts {
  readonly view: (now: number) => QuotasView;
  readonly scrub: (text: string) => string;
  readonly now: () => number;
  /** Monotone ms. */
  readonly ticks: () => number;
}

/** A little less than the second after which it is asked for again. */
const leastMs = 900;
/** What changes without a word (a server that comes back, a bench that ends) is found after so long. */
const lookAgainMs = 10_000;
/** Who watches is told so often at least that it still holds. */
const sayAgainMs = 30_000;
/** Making the snapshot may take one part in so many of the time. */
const thrift = 20;

/** The snapshot of all quotas: made once for everybody, at most once a second, and only when something may have changed. */
export class QuotaWatch {
  readonly #parts: QuotaWatchParts;
  #dirty = true;
  #data = '';
  /** The snapshot without its time. */
  #shown = '';
  /** The same as all were told last. */
  #said = '';
  #madeAt = -Infinity;
  #saidAt = -Infinity;
  /** ms before the next one may be made. */
  #pauseMs = 0;
  /** Epoch ms at which a clock changes it. */
  #wakesAt = Infinity;

  constructor(parts: QuotaWatchParts) {
    this.#parts = parts;
  }

  touch(): void {
    this.#dirty = true;
  }

  /** As it was told last, or anew when that may be out of date; for who has just come. */
  current(): string {
    if (this.#isDue()) this.#make();
    return this.#data;
  }

  /** What is to be told to all; null = nothing. */
  changes(): string | null {
    if (this.#isDue()) this.#make();
    const at = this.#parts.ticks();
    if (this.#shown === this.#said && at - this.#saidAt < sayAgainMs) return null;
    this.#said = this.#shown;
    this.#saidAt = at;
    return this.#data;
  }

  #isDue(): boolean {
    const sinceMs = this.#parts.ticks() - this.#madeAt;
    if (sinceMs < this.#pauseMs) return false;
    return this.#dirty || sinceMs >= lookAgainMs || this.#parts.now() >= this.#wakesAt;
  }

  #make(): void {
    const { view, scrub, now, ticks } = this.#parts;
    const [at, begun] = [now(), ticks()];
    this.#dirty = false;
    const { at: time, ...rest } = view(at);
    this.#shown = scrub(JSON.stringify(rest));
    this.#data = `{"at":"${time}",${this.#shown.slice(1)}`;
    this.#wakesAt = wakesAt(rest, at);
    this.#madeAt = ticks();
    this.#pauseMs = Math.max(leastMs, thrift * (this.#madeAt - begun));
  }
}

/** Epoch ms: when the first part of something that is used comes back. */
function wakesAt({ totals, providers }: Omit<QuotasView, 'at'>, now: number): number {
  let first = Infinity;
  const look = (limits: readonly { readonly used: number; readonly resets_at: string | null }[]): void => {
    for (const { used, resets_at: resetsAt } of limits) {
      const at = resetsAt === null || used === 0 ? now : Date.parse(resetsAt);
      if (at > now && at < first) first = at;
    }
  };
  look(totals);
  for (const { quotas } of providers) look(quotas);
  return first;
}
