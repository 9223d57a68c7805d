/** A line of a pasted text that holds a key, or is meant to. */
export interface KeyLine {
  /** From 1. */
  readonly line: number;
  /** Of `NAME=key`; null = there is none. */
  readonly name: string | null;
  /** What stands beside the key: a provider, a label. */
  readonly words: readonly string[];
  /** '' when `fault` says why none was found. */
  readonly secret: string;
  readonly fault: string | null;
}

/** Longer than any provider's. */
const longestKey = 1_000;

/**
 * Reads pasted keys: one a line, as `key`, `NAME=key` (a line of `.env`, a list of keys with commas, too), `provider key` or
 * `label key`. Empty lines and comments are passed over.
 * @param isKey says of a word that it is one for sure
 */
export function readKeyLines(text: string, isKey: (word: string) => boolean): KeyLine[] {
  return text.split(/\r\n|\n|\r/).flatMap((given, index) => {
    const bare = given
      .replace(/(?:^|\s)#[^]*$/, '')
      .replaceAll(strays, '')
      .trim();
    return bare === '' ? [] : readLine(bare, isKey).map((read) => ({ line: index + 1, ...read }));
  });
}

type Read = Omit<KeyLine, 'line'>;

/** Quotes, and what cannot be seen. */
const strays = /["'`\u201C\u201D\u200B-\u200D\u2060\uFEFF]/g;
/** Each part can match in one way only, so that no line takes longer than it is long. */
const assignment = /^(?:export\s+|set\s+|-\s+)?([A-Za-z_][A-Za-z0-9_.-]*)(?:\s*=|:\s)([^]*)$/;

function readLine(bare: string, isKey: (word: string) => boolean): Read[] {
  const [, before, behind = ''] = assignment.exec(bare) ?? [];
  // Base64 ends with signs of equality.
  const [name, value] = before === undefined || !/[^=\s]/.test(behind) ? [null, bare] : [before, behind];
  // A key may hold a `=` itself.
  const isNamed = name !== null && !isKey(name);
  const words = (isNamed ? value : bare).split(/[\s,;]+/).filter((word) => word !== '');
  return picked(words, isKey).map((read) => ({ name: isNamed ? name : null, ...read }));
}

/** The key among words, or several keys and nothing else. */
function picked(words: readonly string[], isKey: (word: string) => boolean): Omit<Read, 'name'>[] {
  const keys = words.filter(isKey);
  if (keys.length > 0 && keys.length === words.length) return keys.map((secret) => found(secret, []));
  const secret = keys[0] ?? words.at(-1);
  if (secret === undefined) return [none('There is no key in this line')];
  const others = words.filter((word) => word !== secret);
  // What may be a key must not become a label, which anybody who signs in can read.
  if (keys.length > 1 || others.some(looksSecret)) return [none('There is more than one key in this line')];
  return [found(secret, others)];
}

function found(secret: string, words: readonly string[]): Omit<Read, 'name'> {
  if (secret.length > longestKey) return none(`This is no key: it has more than ${longestKey} characters`);
  return {
    secret,
    words: words.map((word) => word.replace(/[:=]+$/, '')).filter((word) => word !== ''),
    fault: null,
  };
}

function none(fault: string): Omit<Read, 'name'> {
  return { secret: '', words: [], fault };
}

/** Long, and of letters and digits: no word of any language. */
export function looksSecret(word: string): boolean {
  return word.length >= 16 && /\d/.test(word) && /[a-z]/i.test(word);
}
