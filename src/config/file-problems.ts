import type { z } from 'zod';
import { maskKey } from '../shared/mask.ts';
import { showAddress } from './address.ts';
import type { Locate, SettingPath } from './locate.ts';

/** One issue of the schema as lines for people: place, name, value and what is allowed. */
export function describeIssue(issue: z.core.$ZodIssue, raw: unknown, locate: Locate): string[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `${locate([...path, key])} is not a setting; allowed here: ${issue.message}`,
    );
  }
  return [`${locate(path)} is ${shown(valueAt(raw, path), path)}; allowed: ${issue.message}`];
}

function valueAt(raw: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null
      ? (value as Record<string | number, unknown>)[step]
      : undefined;
  }, raw);
}

function shown(value: unknown, path: SettingPath): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const mayBeSecret = path[0] === 'providers' && path[2] === 'keys';
  if (mayBeSecret) return `"${maskKey(text)}"`;
  return typeof value === 'string' ? `"${showAddress(text)}"` : text;
}
