import type { Continuation } from '../../catalog/types.ts';
import { anchoredJoint } from './anchored-joint.ts';
import { directJoint } from './direct-joint.ts';
import { goesOnAt, type Joint, type JointFinder } from './joint.ts';
import { endsInHalf, sentParts, type SentParts } from './sent-parts.ts';

/** White space before an answer: more of it is none. */
const longestLead = 200;

export interface SeamOptions {
  /** What the client has read. */
  readonly sent: string;
  readonly how: Continuation;
  /** What the answer was told to begin with; '' = nothing. */
  readonly anchor: string;
}

/** Takes the text of an answer that continues another, and gives what the client has not read yet. */
export interface Seam {
  /** What goes to the client now; null while that is not decided, and for ever once it is rejected. */
  push(text: string): string | null;
  /** The answer is whole: what is left to pass on; null = it could not be joined. */
  end(): string | null;
  /** The model has begun a turn of its own (it reasons first): only what repeats the text is believed to continue it. */
  distrust(): void;
  /** Nothing was passed, nor will be: the answer does not continue the text, or nobody can tell where. */
  readonly rejected: boolean;
  /** Characters of the answer that were left out; null while that is not decided. */
  readonly overlap: number | null;
}

export function createSeam(options: SeamOptions): Seam {
  return new TextSeam(options);
}

class TextSeam implements Seam {
  readonly #parts: SentParts;
  /** What an answer would repeat: white space before it says nothing. */
  readonly #own: string;
  readonly #finder: JointFinder;
  /** The request ended with the white space, too: an answer without a repetition begins behind it. */
  readonly #blankWasAsked: boolean;
  /** The answer's leading white space, and how much of the sent text it repeats behind it, while it does nothing else. */
  #lead = '';
  #echoed: number | null;
  #answer = '';
  #joint: number | null = null;
  /** The last character of what was passed, when its second half has not come. */
  #held = '';
  #distrusted = false;
  rejected = false;
  overlap: number | null = null;

  constructor({ sent, how, anchor }: SeamOptions) {
    this.#parts = sentParts(sent);
    const { text } = this.#parts;
    this.#own = text.trimStart();
    this.#finder = anchor === '' ? directJoint(this.#parts, how) : anchoredJoint(this.#own, anchor);
    this.#echoed = this.#finder.mayEcho ? 0 : null;
    this.#blankWasAsked = how === 'prefix' && this.#own !== '';
  }

  push(text: string): string | null {
    if (this.rejected) return null;
    if (this.overlap !== null) return this.#pass(text);
    if (this.#echoed !== null && this.#isEcho(text, this.#echoed)) return null;
    this.#answer += text;
    return this.#decide(false);
  }

  end(): string | null {
    if (this.rejected) return null;
    this.#endEcho();
    const rest = this.overlap === null ? this.#decide(true) : '';
    const held = this.#held;
    this.#held = '';
    return rest === null ? null : rest + held;
  }

  distrust(): void {
    this.#distrusted = this.#own !== '';
  }

  /** Follows an answer that repeats the text from its beginning, without keeping it: it may be long. */
  #isEcho(text: string, echoed: number): boolean {
    const own = this.#own;
    const fresh = echoed === 0 ? text.trimStart() : text;
    if (
      echoed + fresh.length < own.length &&
      own.startsWith(fresh, echoed) &&
      this.#lead.length < longestLead
    ) {
      this.#lead += text.slice(0, text.length - fresh.length);
      this.#echoed = echoed + fresh.length;
      return true;
    }
    this.#endEcho();
    return false;
  }

  #endEcho(): void {
    if (this.#echoed === null) return;
    this.#answer = this.#lead + this.#own.slice(0, this.#echoed);
    this.#echoed = null;
  }

  #decide(isWhole: boolean): string | null {
    const joint = this.#joint ?? this.#find(isWhole);
    if (joint === 'open') return null;
    if (joint === 'none') return this.#reject();
    this.#joint = joint;
    const blank = joint === 0 && this.#blankWasAsked ? '' : this.#parts.blank;
    const skip = goesOnAt(this.#answer.slice(joint), { blank, half: this.#parts.half, isWhole });
    if (skip === 'open') return null;
    if (skip === 'none') return this.#reject();
    this.overlap = joint + skip;
    const rest = this.#answer.slice(this.overlap);
    this.#answer = '';
    return this.#pass(rest);
  }

  #find(isWhole: boolean): Joint {
    const joint = this.#finder.find(this.#answer, isWhole);
    return joint === 0 && this.#distrusted ? 'none' : joint;
  }

  #reject(): null {
    this.rejected = true;
    this.#answer = '';
    return null;
  }

  #pass(text: string): string {
    const all = this.#held + text;
    this.#held = endsInHalf(all) ? all.slice(-1) : '';
    return this.#held === '' ? all : all.slice(0, -1);
  }
}
