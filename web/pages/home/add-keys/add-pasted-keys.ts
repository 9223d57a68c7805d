import type { BulkAddView, BulkLineView } from '../../../../src/api/views/key-view.ts';
import { api } from '../../../lib/api.ts';
import type { Choices } from './choices.ts';

/** Adds the keys of a text, and says of each line what came of it. Keys that are refused stop none of the others. @throws ApiError */
export async function addPastedKeys(text: string, choices: Choices): Promise<BulkLineView[]> {
  const chosen = [...new Set(Object.values(choices))].filter((provider) => provider !== '');
  const [provider] = chosen;
  if (chosen.length <= 1) return add(text, provider);
  const rows = text.split(/\r\n|\n|\r/);
  const found = await add(text, undefined);
  // The same number of lines, so that each keeps its number.
  for (const one of chosen) {
    const own = rows.map((row, index) => (choices[index + 1] === one ? row : '')).join('\n');
    found.push(...(await add(own, one)));
  }
  return found
    .filter(({ line, result }) => result !== 'ask' || !chosen.includes(choices[line] ?? ''))
    .toSorted((a, b) => a.line - b.line);
}

async function add(text: string, provider: string | undefined): Promise<BulkLineView[]> {
  const { lines } = await api.post<BulkAddView>('/api/keys/bulk', {
    text,
    ...(provider === undefined ? {} : { provider }),
  });
  return [...lines];
}

/** The lines of a text that were not taken. */
export function withoutTaken(text: string, results: readonly BulkLineView[]): string {
  const left = new Set(
    results.filter(({ result }) => result === 'refused' || result === 'ask').map(({ line }) => line),
  );
  return text
    .split(/\r\n|\n|\r/)
    .filter((_, index) => left.has(index + 1))
    .join('\n');
}
