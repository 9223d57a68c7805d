export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** JSON of a string, remembered: the fleet says the same few texts over and over. */
const quoted = new Map<string, string>();
export function quote(text: string): string {
  let json = quoted.get(text);
  if (json !== undefined) return json;
  json = JSON.stringify(text);
  if (quoted.size > 512) quoted.clear();
  if (text.length < 10_000) quoted.set(text, json);
  return json;
}
