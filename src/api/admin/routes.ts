import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addAddKey } from './add-key.ts';
import { addChangeKey } from './change-key.ts';
import { addChangeProvider } from './change-provider.ts';
import { addClientRoutes } from './clients/routes.ts';
import { addForecast } from './forecast.ts';
import { addListKeys } from './list-keys.ts';
import { addListProviders } from './list-providers.ts';
import { addListTraces } from './list-traces.ts';
import { addRemoveKey } from './remove-key.ts';
import { addRemoveProvider } from './remove-provider.ts';
import { addResetKey } from './reset-key.ts';
import { addShowTrace } from './show-trace.ts';
import { addSimulate } from './simulate.ts';
import { addTestKey } from './test-key.ts';
import { addTestProvider } from './test-provider.ts';

export function addAdminRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const add of [addListKeys, addAddKey, addChangeKey, addRemoveKey, addTestKey, addResetKey])
    add(app, context);
  for (const add of [addListProviders, addChangeProvider, addRemoveProvider, addTestProvider])
    add(app, context);
  for (const add of [addListTraces, addShowTrace]) add(app, context);
  for (const add of [addForecast, addSimulate]) add(app, context);
  addClientRoutes(app, context);
}
