/** Ticks of the wheel are so many ms apart: a timer rings at most one of them late. */
export const wheelTickMs = 20;
const slotCount = 512;

/** A timer in the wheel: a link in the list of its slot. */
export class WheelTimer {
  readonly dueTick: number;
  readonly run: () => void;
  before: WheelTimer | null = null;
  after: WheelTimer | null = null;
  isSet = true;

  constructor(dueTick: number, run: () => void) {
    this.dueTick = dueTick;
    this.run = run;
  }
}

/**
 * Thousands of long times that are nearly always cancelled, for the price of one timer of Node: setting and cancelling
 * is a link in a list. G. Varghese, T. Lauck: Hashed and Hierarchical Timing Wheels, 1987, scheme 6.
 */
export class TimerWheel {
  readonly #ticks: () => number;
  readonly #slots: (WheelTimer | null)[] = Array.from({ length: slotCount }, () => null);
  #count = 0;
  #doneTick = 0;
  #beat: NodeJS.Timeout | null = null;

  /** `ticks`: monotone ms. */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  after(ms: number, run: () => void): WheelTimer {
    const now = this.#ticks();
    if (this.#beat === null) {
      this.#doneTick = Math.floor(now / wheelTickMs);
      this.#beat = setInterval(() => this.#turn(), wheelTickMs);
    }
    const timer = new WheelTimer(Math.max(this.#doneTick + 1, Math.ceil((now + ms) / wheelTickMs)), run);
    const slot = timer.dueTick % slotCount;
    const head = this.#slots[slot] ?? null;
    timer.after = head;
    if (head !== null) head.before = timer;
    this.#slots[slot] = timer;
    this.#count += 1;
    return timer;
  }

  /** A timer that has rung or was cancelled is no error. */
  cancel(timer: WheelTimer): void {
    if (!timer.isSet) return;
    timer.isSet = false;
    this.#count -= 1;
    const { before, after } = timer;
    if (before === null) this.#slots[timer.dueTick % slotCount] = after;
    else before.after = after;
    if (after !== null) after.before = before;
    timer.before = null;
    timer.after = null;
  }

  #turn(): void {
    const nowTick = Math.floor(this.#ticks() / wheelTickMs);
    // After a long stall one round of the wheel has seen every timer.
    const from = Math.max(this.#doneTick + 1, nowTick - slotCount + 1);
    this.#doneTick = nowTick;
    for (let tick = from; tick <= nowTick; tick += 1) this.#ring(tick % slotCount, nowTick);
    if (this.#count > 0 || this.#beat === null) return;
    clearInterval(this.#beat);
    this.#beat = null;
  }

  /** What is due leaves the slot before any of it runs: running may set and cancel others. */
  #ring(slot: number, nowTick: number): void {
    const due: WheelTimer[] = [];
    for (let timer = this.#slots[slot] ?? null; timer !== null; timer = timer.after)
      if (timer.dueTick <= nowTick) due.push(timer);
    for (let at = due.length - 1; at >= 0; at -= 1) {
      const timer = due[at];
      if (timer?.isSet !== true) continue;
      this.cancel(timer);
      timer.run();
    }
  }
}
