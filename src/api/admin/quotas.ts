import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { NoriaError } from '../../shared/errors.ts';
import type { ApiContext } from '../api-context.ts';
import { accountQuotasView, type AccountPage } from '../state/account-quotas-view.ts';
import { quotasView } from '../state/quotas-view.ts';
import type { AccountQuotasView, QuotasView } from '../views/quota-view.ts';
import { parseFields } from './parse-fields.ts';

interface OfProvider {
  Params: { readonly provider: string };
}

/** GET /api/quotas: what is left over all and of each provider. GET /api/quotas/:provider: of each of its accounts, in pages. */
export function addQuotas(app: FastifyInstance, context: ApiContext): void {
  const { pool, clock } = context;
  const forAdmin = { config: { audience: 'admin' } } as const;
  app.get('/api/quotas', forAdmin, (): QuotasView => quotasView(context, clock.now()));
  app.get<OfProvider>('/api/quotas/:provider', forAdmin, ({ params, query }): AccountQuotasView => {
    const provider = pool.providers.get(params.provider);
    if (provider === undefined)
      throw new NoriaError('not_found', `There is no provider "${params.provider}".`);
    return accountQuotasView(context, provider, pageOf(query), clock.now());
  });
}

const offsetAllowed = { error: 'a whole number from 0' };
const limitAllowed = { error: 'a whole number from 1 to 200' };
const parameters = z.strictObject({
  offset: z
    .string(offsetAllowed)
    .regex(/^\d{1,9}$/, offsetAllowed)
    .transform(Number)
    .default(0),
  limit: z
    .string(limitAllowed)
    .regex(/^[1-9]\d{0,2}$/, limitAllowed)
    .transform(Number)
    .refine((accounts) => accounts <= 200, limitAllowed)
    .default(50),
});

/** @throws NoriaError invalid_request that names the parameter and what is allowed */
function pageOf(query: unknown): AccountPage {
  return parseFields(parameters, query, 'parameter');
}
