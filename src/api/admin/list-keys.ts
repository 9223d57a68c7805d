import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import type { KeyListView, KeyView } from '../views/key-view.ts';
import { text } from './parse-body.ts';
import { parseFields } from './parse-fields.ts';
import { presentKey } from './present-key.ts';
import { tightestOfEach } from './tightest-of-each.ts';

/** Keys of one list that are told with all their limits. */
const mostInFull = 100;
const query = z.strictObject({ provider: text.optional() });

/** GET /api/keys, of one provider or of all: a `KeyListView`. What answers without a key has none to list. */
export function addListKeys(app: FastifyInstance, context: ApiContext): void {
  const { keyring, clock, scrub } = context;
  app.get('/api/keys', { config: { audience: 'admin' } }, (request, reply) => {
    const { provider } = parseFields(query, request.query, 'parameter');
    if (provider !== undefined) checkProvider(context, provider);
    const now = clock.now();
    const keys = keyring
      .list()
      .filter((key) => key.spec.secret !== '' && (provider ?? key.provider.id) === key.provider.id)
      .map((key) => presentKey(context, key, now));
    const shown = keys.length <= mostInFull ? keys : keys.map(inShort);
    return reply.type('application/json; charset=utf-8').send(bytesOf({ keys: shown }, scrub));
  });
}

function checkProvider({ pool, config }: ApiContext, provider: string): void {
  if (pool.providers.has(provider) || config.providers.has(provider)) return;
  const known = [...pool.providers.keys()].join(', ');
  throw new NoriaError('not_found', `There is no provider "${provider}". Known: ${known}`, {
    param: 'provider',
  });
}

/** A thousand keys with every model's limits are 4 MB: too much for a page that shows two bars of each. */
function inShort(key: KeyView): KeyView {
  return { ...key, quotas: tightestOfEach(key.quotas) };
}

/** A thousand keys are a megabyte, nearly all of it figures of ours, in which no secret is to be looked for: that took half of the time. */
function bytesOf({ keys }: KeyListView, scrub: ApiContext['scrub']): Buffer {
  return Buffer.from(`{"keys":[${keys.map((key) => jsonOf(key, scrub)).join(',')}]}`);
}

function jsonOf({ quotas, ...rest }: KeyView, scrub: ApiContext['scrub']): string {
  return `${scrub(JSON.stringify(rest)).slice(0, -1)},"quotas":${JSON.stringify(quotas)}}`;
}
