const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
};

export const rateAllowed = 'a number of requests a day, an hour or a minute: 20000/day, 100/hour, 5/min';

/** Requests an hour; null when the text is no rate. A number alone is a day's. */
export function parseRate(text: string): number | null {
  const parts = /^(\d[\d_,]*(?:\.\d+)?)(k?)(?:\s*(?:\/|per )\s*([a-z]+))?$/i.exec(text.trim());
  if (parts === null) return null;
  const [, digits = '', thousand, unit = 'day'] = parts;
  const ms = unitMs[unit.toLowerCase()];
  const count = Number(digits.replaceAll(/[_,]/g, '')) * (thousand === '' ? 1 : 1_000);
  return ms === undefined || !(count > 0) ? null : (count * 3_600_000) / ms;
}
