/** Tags in which models think aloud where a provider does not part that from the answer. Lower case. */
const tags: readonly (readonly [string, string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['[think]', '[/think]'],
  ['◁think▷', '◁/think▷'],
];
const opens = tags.map(([open]) => open);
const closes = tags.map(([, close]) => close);
const longestTag = Math.max(...closes.map(({ length }) => length));
const starts = new Set([...opens, ...closes].map((tag) => tag.charAt(0)));

/**
 * Takes reasoning out of a text that comes in parts, wherever its tags are cut. What opens in the midst of the answer and
 * never closes was a word about tags and is given back at the end; what opens before any answer was cut off and is not.
 * A tag behind a backtick is code.
 */
export class ReasoningFilter {
  /** A tag's beginning that may go on, or an opened block. */
  #held = '';
  #close: string | null = null;
  /** Of an opened block, what holds no end. */
  #searched = 0;
  /** Something of the answer has been given. */
  #spoke = false;
  #last = '';
  #fenced = false;
  #trims = false;
  /** Space before the answer; not given when a block of reasoning follows it. */
  #lead = '';

  /** What of the answer is certain by now. */
  push(text: string): string {
    this.#held += text;
    let given = '';
    while (this.#held !== '') {
      const step = this.#close === null ? this.#outside() : this.#inside(this.#close);
      if (step === null) break;
      given += step;
    }
    return given;
  }

  /** The rest, when no more comes. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    if (this.#close !== null && !this.#spoke) return '';
    return this.#say(rest);
  }

  /** null = more is needed. */
  #outside(): string | null {
    const at = this.#tagStart();
    if (at < 0) return this.#take(this.#held.length);
    if (at > 0) return this.#take(at);
    const lower = this.#held.slice(0, longestTag).toLowerCase();
    const open = opens.findIndex((tag) => lower.startsWith(tag));
    if (open >= 0 && !this.#inCode()) {
      this.#close = closes[open] ?? null;
      this.#searched = 0;
      return '';
    }
    const close = closes.find((tag) => lower.startsWith(tag));
    if (close !== undefined && !this.#inCode()) {
      this.#held = this.#held.slice(close.length);
      return '';
    }
    const mayGoOn = [...opens, ...closes].some((tag) => tag.startsWith(lower) && tag !== lower);
    return mayGoOn && !this.#inCode() ? null : this.#take(1);
  }

  #tagStart(): number {
    for (let at = 0; at < this.#held.length; at += 1) if (starts.has(this.#held[at] ?? '')) return at;
    return -1;
  }

  #inside(close: string): string | null {
    const from = Math.max(0, this.#searched - close.length);
    const at = this.#held.slice(from).toLowerCase().indexOf(close) + from;
    if (at < from) {
      this.#searched = this.#held.length;
      return null;
    }
    this.#held = this.#held.slice(at + close.length);
    this.#close = null;
    this.#lead = '';
    this.#trims = !this.#spoke;
    return '';
  }

  #inCode(): boolean {
    return this.#fenced || this.#last.endsWith('`');
  }

  #take(length: number): string {
    const text = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    return this.#say(text);
  }

  /** Space between reasoning and the answer belongs to neither. */
  #say(text: string): string {
    const said = this.#lead + (this.#trims ? text.trimStart() : text);
    this.#lead = '';
    if (!this.#spoke && said.trim() === '') {
      this.#lead = said;
      return '';
    }
    this.#trims = false;
    this.#spoke = true;
    for (const char of said) {
      this.#last = (this.#last + char).slice(-3);
      if (this.#last === '```') [this.#fenced, this.#last] = [!this.#fenced, ''];
    }
    return said;
  }
}

/** A block's end on a line of its own, or at the end of one. */
const lineEnd =
  /(?:^|\n)[ \t]*(?:<\/(?:think|thinking|thought|reasoning)>|\[\/think\]|◁\/think▷)|(?:<\/(?:think|thinking|thought|reasoning)>|\[\/think\]|◁\/think▷)[ \t]*(?=\n)/i;

/** A whole text without its reasoning; a block whose opening tag the provider's template had is one as well. */
export function withoutReasoning(text: string): string {
  const filter = new ReasoningFilter();
  const end = lineEnd.exec(text);
  const before = text.slice(0, end?.index ?? 0).toLowerCase();
  const isOrphan = end !== null && !opens.some((tag) => before.includes(tag)) && !before.includes('```');
  const given = isOrphan ? text.slice(end.index + end[0].length).trimStart() : text;
  return filter.push(given) + filter.end();
}
