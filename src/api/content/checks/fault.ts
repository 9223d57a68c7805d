/** What keeps a text from being used. */
export type Fault =
  | { readonly kind: 'empty' }
  /** The model says that it will not, or cannot. */
  | { readonly kind: 'refused' }
  /** It tells its instructions. */
  | { readonly kind: 'leaked' }
  | { readonly kind: 'wrong_language'; readonly wanted: string }
  | { readonly kind: 'too_long'; readonly length: number; readonly most: number }
  /** The provider cut it off. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'invented'; readonly pieces: readonly string[] }
  | { readonly kind: 'title_case' }
  | { readonly kind: 'keywords'; readonly missing: readonly string[] };

/** Of two texts with faults the one of less weight is mended; what weighs 1,000 cannot be. */
export function weightOf(fault: Fault): number {
  switch (fault.kind) {
    case 'empty':
    case 'refused':
    case 'leaked':
    case 'wrong_language':
      return 1_000;
    case 'invented':
      return 20 * fault.pieces.length;
    case 'too_long':
      return 10;
    case 'unfinished':
      return 8;
    case 'title_case':
      return 2;
    case 'keywords':
      return 1;
    default:
      return fault satisfies never;
  }
}

/** For the model that is to do better, and for the error when it did not. */
export function tellFault(fault: Fault): string {
  switch (fault.kind) {
    case 'empty':
      return 'There was no text.';
    case 'refused':
      return 'It refuses or comments instead of being the text.';
    case 'leaked':
      return 'It repeats instructions instead of being the text.';
    case 'wrong_language':
      return `It is not written in ${fault.wanted}.`;
    case 'too_long':
      return `It is ${fault.length} characters long; at most ${fault.most} are allowed, spaces included.`;
    case 'unfinished':
      return 'It breaks off before its end: write a shorter one.';
    case 'invented':
      return `It states what nobody gave, which is not allowed: ${fault.pieces.map((piece) => `"${piece}"`).join(', ')}. Leave that out.`;
    case 'title_case':
      return 'It has a capital on each word: in French only the first word and names have one.';
    case 'keywords':
      return `These keywords are missing: ${fault.missing.map((keyword) => `"${keyword}"`).join(', ')}.`;
    default:
      return fault satisfies never;
  }
}
