/** What may stand at a place: `end` closes what was opened last. */
type Expected = 'value' | 'first_value' | 'key' | 'first_key' | 'colon' | 'separator' | 'nothing';

const space = /[ \t\n\r]*/y;
/** No two ways to read the same text: one that never closes must not be tried in all of them. */
const text = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const plain = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

const words: Readonly<Record<Expected, string>> = {
  value: 'a value',
  first_value: 'a value or ]',
  key: 'a name in double quotes',
  first_key: 'a name in double quotes or }',
  colon: ':',
  separator: ', or the end of what is open',
  nothing: 'nothing more',
};

/** Where a text stops being JSON, for people: V8 does not always say it. Walks the text once, keeps no values. */
export function locateJsonFault(json: string): string {
  const { at, expected } = firstFault(json);
  const before = json.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const found = at >= json.length ? 'the end of the body' : JSON.stringify(json[at]);
  return `line ${line}, column ${column}: ${found} where ${words[expected]} is expected`;
}

function firstFault(json: string): { at: number; expected: Expected } {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at = after(space, json, at) ?? at;
    const next = step(json, at, expected, open);
    if (next === null) return { at, expected };
    ({ at, expected } = next);
  }
}

/** One token; null when it is not one that may stand here. */
function step(
  json: string,
  at: number,
  expected: Expected,
  open: ('{' | '[')[],
): { at: number; expected: Expected } | null {
  const char = json[at];
  const closes = (char === '}' && open.at(-1) === '{') || (char === ']' && open.at(-1) === '[');
  switch (expected) {
    case 'separator':
      if (closes) return closed(open, at);
      return char === ',' ? { at: at + 1, expected: open.at(-1) === '{' ? 'key' : 'value' } : null;
    case 'colon':
      return char === ':' ? { at: at + 1, expected: 'value' } : null;
    case 'key':
    case 'first_key': {
      if (closes && expected === 'first_key') return closed(open, at);
      const end = after(text, json, at);
      return end === null ? null : { at: end, expected: 'colon' };
    }
    case 'value':
    case 'first_value': {
      if (closes && expected === 'first_value') return closed(open, at);
      if (char === '{' || char === '[') {
        open.push(char);
        return { at: at + 1, expected: char === '{' ? 'first_key' : 'first_value' };
      }
      const end = after(text, json, at) ?? after(plain, json, at);
      return end === null ? null : { at: end, expected: open.length === 0 ? 'nothing' : 'separator' };
    }
    case 'nothing':
      return null;
    default:
      return expected satisfies never;
  }
}

function closed(open: ('{' | '[')[], at: number): { at: number; expected: Expected } {
  open.pop();
  return { at: at + 1, expected: open.length === 0 ? 'nothing' : 'separator' };
}

/** Where the token that starts at `at` ends; null = there is none. */
function after(token: RegExp, json: string, at: number): number | null {
  token.lastIndex = at;
  return token.test(json) ? token.lastIndex : null;
}
