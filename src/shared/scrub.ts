import { maskKey } from './mask.ts';

export interface Scrubber {
  /** From now on this secret, and its URL-encoded form, leaves only as its mask. */
  add(secret: string): void;
  /** The text without known secrets and without what looks like one. Never throws. */
  scrub(text: string): string;
}

/** Shorter texts are no secrets (`ollama`, `EMPTY`, `test`): masking them would make every line unreadable. */
const SHORTEST = 8;
const HEAD = 4;

/**
 * Keeps secrets out of every text that leaves. Built for 10,000 of them: a text is walked once, and only where two
 * characters begin a known secret is anything looked up.
 */
export function createScrubber(secrets: Iterable<string> = []): Scrubber {
  const masks = new Map<string, string>();
  const lengthsByHead = new Map<string, number[]>();
  const starts = new Uint8Array(1 << 14);

  function learn(form: string, mask: string): void {
    if (form.length < SHORTEST || masks.has(form)) return;
    masks.set(form, mask);
    starts[pairOf(form, 0)] = 1;
    const lengths = lengthsByHead.get(form.slice(0, HEAD)) ?? [];
    if (!lengths.includes(form.length)) lengths.push(form.length);
    lengthsByHead.set(
      form.slice(0, HEAD),
      lengths.toSorted((a, b) => b - a),
    );
  }

  function add(secret: string): void {
    const mask = maskKey(secret);
    learn(secret, mask);
    learn(encodeURIComponent(secret.toWellFormed()), mask);
    // `account:token`: the token alone is what goes upstream.
    const token = secret.slice(secret.indexOf(':') + 1);
    if (token.length >= 16) learn(token, maskKey(token));
  }

  function secretAt(text: string, at: number): string | undefined {
    const lengths = lengthsByHead.get(text.slice(at, at + HEAD)) ?? [];
    for (const length of lengths) {
      const candidate = text.slice(at, at + length);
      if (masks.has(candidate)) return candidate;
    }
    return undefined;
  }

  function scrubKnown(text: string): string {
    let clean = '';
    let from = 0;
    for (let at = 0; at + SHORTEST <= text.length; at += 1) {
      if (starts[pairOf(text, at)] === 0) continue;
      const secret = secretAt(text, at);
      if (secret === undefined) continue;
      clean += text.slice(from, at) + (masks.get(secret) ?? '');
      from = at + secret.length;
      at = from - 1;
    }
    return from === 0 ? text : clean + text.slice(from);
  }

  for (const secret of secrets) add(secret);
  return { add, scrub: (text) => scrubShapes(scrubKnown(text)) };
}

/** Two characters as a place in a small table; a collision costs one lookup, nothing else. */
function pairOf(text: string, at: number): number {
  return ((text.charCodeAt(at) << 7) ^ text.charCodeAt(at + 1)) & 0x3fff;
}

/** Long enough not to take words for keys (`risk-averse`, `hf_inference_url`); what is masked already has dots in it. */
const KEY_SHAPE =
  /(?<![A-Za-z0-9])(?:(?:gsk_|r8_|csk-|nvapi-|AIza|tgp_v1_|gh[pousr]_|github_pat_|noria-admin-)[A-Za-z0-9_-]{12,}|(?:sk-|hf_)[A-Za-z0-9_-]{18,})/g;
const BEARER = /\b(Bearer\s+)(?=[^\s"'<>]*\d)([A-Za-z0-9_.~+/=:-]{8,})/gi;
/** A backslash stands in JSON before a quote, and in no address. */
const KEY_IN_QUERY = /([?&](?:api[-_]?key|key|access_token|token)=)([^&\s"'<>#\\]+)/gi;
const ANY_SHAPE =
  /gsk_|r8_|csk-|nvapi-|AIza|tgp_v1_|gh[pousr]_|github_pat_|noria-admin-|sk-|hf_|bearer\s|(?:key|token)=/i;

function scrubShapes(text: string): string {
  if (!ANY_SHAPE.test(text)) return text;
  return text
    .replace(KEY_SHAPE, maskKey)
    .replace(BEARER, (_all, word: string, token: string) => word + maskOnce(token))
    .replace(KEY_IN_QUERY, (_all, name: string, value: string) => name + maskOnce(value));
}

function maskOnce(value: string): string {
  return value.includes('...') ? value : maskKey(value);
}
