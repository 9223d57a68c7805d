import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { loadCatalog } from '../../catalog/load-catalog.ts';
import { readKeyLines } from '../../keyring/key-lines.ts';
import { keyLore, ownersOf, type KeyLore } from '../../keyring/recognise-key.ts';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import type { BulkAddView } from '../views/key-view.ts';
import { addKeyLine, type KeyLineAdding } from './add-key-line.ts';
import { parseBody, text, yesNo } from './parse-body.ts';

export const mostLines = 500;
/** Far more than so many lines have: what is longer is another file. */
const mostCharacters = 1_000_000;
/** A word of this length that begins as keys do is no ordinary word. */
const shortestSure = 8;

const body = z.strictObject({
  text: z
    .string({ error: 'a text with a key on each line' })
    .max(mostCharacters, { error: `at most ${mostCharacters} characters` }),
  provider: text.nullable().optional(),
  dry_run: yesNo.optional(),
});

/** POST /api/keys/bulk: every line for itself; a wrong one stops none. */
export function addAddKeys(app: FastifyInstance, context: ApiContext): void {
  app.post('/api/keys/bulk', { config: { audience: 'admin' } }, async (request): Promise<BulkAddView> => {
    const { text: pasted, provider = null, dry_run: isTrial = false } = parseBody(body, request.body);
    const lore = keyLore(context.pool, (await loadCatalog()).providers);
    if (provider !== null) checkProvider(lore, provider);
    const read = readKeyLines(
      pasted,
      (word) => word.length >= shortestSure && ownersOf(lore, word).length > 0,
    );
    const isAccountId = (name: string | null): name is string =>
      name !== null && lore.names.isAccountId(name);
    const lines = read.filter(({ name }) => !isAccountId(name));
    if (lines.length > mostLines) throw tooMany(lines.length);
    const accountIds = new Map(
      read.flatMap(({ name, secret }) => (isAccountId(name) ? [[name.toUpperCase(), secret]] : [])),
    );
    const adding: KeyLineAdding = {
      context,
      lore,
      around: { given: provider, accountIds },
      isTrial,
      seen: new Set(),
    };
    const results = [];
    for (const line of lines) results.push(await addKeyLine(adding, line));
    await context.spread();
    return { lines: results };
  });
}

function checkProvider({ inUse }: KeyLore, provider: string): void {
  if (inUse.has(provider)) return;
  const known = [...inUse.keys()].join(', ');
  throw new NoriaError('not_found', `There is no provider "${provider}". Known: ${known}`, {
    param: 'provider',
  });
}

function tooMany(count: number): NoriaError {
  const told = `"text" has ${count} lines with keys; allowed: at most ${mostLines} at a time`;
  return new NoriaError('invalid_request', told, { param: 'text' });
}
