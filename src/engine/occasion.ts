/** What a request is for, as far as its model should be chosen by it. */
export type Occasion = 'chat' | 'long' | 'code' | 'tools' | 'vision' | 'json' | 'creative';

export interface Look {
  /** Characters of the whole prompt. */
  readonly chars: number;
  readonly vision: boolean;
  readonly tools: boolean;
  readonly json: boolean;
  /** What the user said last. */
  readonly lastUserText: string;
  readonly systemText: string;
}

/** Beyond about 7,000 tokens small models lose the thread. */
const longChars = 24_000;
/** More of a text is not looked at: its beginning says what is wanted. */
const lookedAt = 600;

const codeFence = '```';
const codeWords =
  /\b(?:refactor|debug|stack ?trace|compile[rs]?|regex(?:p)?|unit tests?|typescript|javascript|python|rust|golang|java|kotlin|sql|bash|docker(?:file)?|segfault|exception|traceback|async|fonction|algorithme?|coder|codage|programmer|script shell)\b|\b(?:function|class|def|const|import|return)\b[^.!?\n]{0,60}[({;=]|\.(?:ts|js|py|rs|go|java|cpp|sql|sh)\b/i;
const creativeWords =
  /\b(?:story|stories|poems?|poetry|haiku|novel|lyrics|screenplay|fairy tale|limerick|sonnet|role-?play|in character|worldbuilding|histoire|po[eè]mes?|po[eé]sie|conte|roman|paroles|nouvelle litt[eé]raire|jeu de r[oô]le|personnage|sc[eé]nario|imagine[rz]?)\b/i;

/** Looks at a request the way `auto` does: what it must be able to do first, then what it is about. */
export function occasionOf(look: Look): Occasion {
  if (look.vision) return 'vision';
  if (look.tools) return 'tools';
  if (look.json) return 'json';
  if (look.chars > longChars) return 'long';
  const said = look.lastUserText.slice(0, lookedAt);
  if (look.lastUserText.includes(codeFence) || codeWords.test(said)) return 'code';
  if (creativeWords.test(said) || creativeWords.test(look.systemText.slice(0, lookedAt))) return 'creative';
  return 'chat';
}
