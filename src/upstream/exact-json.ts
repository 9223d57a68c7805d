/** Beyond this many digits a number may not be what JSON.parse makes of it. */
const manyDigits = /\d{16}/;

interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}

/** It may hold numbers that JSON.parse changes. */
export function hasLongNumbers(text: string): boolean {
  return manyDigits.test(text);
}

/**
 * Parses JSON so that JSON.stringify writes its numbers as they came: 12345678901234567890 stays what it is. Such a number
 * is an object that only JSON.stringify understands. https://github.com/tc39/proposal-json-parse-with-source
 * @throws SyntaxError
 */
export function parseExact(text: string): unknown {
  const json = JSON as unknown as ExactJson;
  if (!hasLongNumbers(text)) return JSON.parse(text);
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? json.rawJSON(source)
      : value,
  );
}
