import type { JsonObject } from '../json.ts';

/** Fields and file of a multipart/form-data body, read the plain way: what a provider expects, no more. */
export function parseForm(raw: Buffer, type: string): { fields: JsonObject; file: Buffer | null } | null {
  const boundary = /^multipart\/form-data.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return null;
  const fields: Record<string, unknown> = {};
  let file: Buffer | null = null;
  for (const part of raw.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const split = part.indexOf('\r\n\r\n');
    const head = part.slice(0, split);
    const value = Buffer.from(part.slice(split + 4, -2), 'latin1');
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
    if (/filename="/.test(head)) file = value;
    else fields[name] = value.toString();
  }
  return { fields, file };
}
