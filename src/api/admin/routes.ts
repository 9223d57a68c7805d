import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { addAddKey } from './add-key.ts';
import { addAddKeys } from './add-keys.ts';
import { addChangeKey } from './change-key.ts';
import { addChangeProvider } from './change-provider.ts';
import { addClientRoutes } from './clients/routes.ts';
import { addDemo } from './demo/routes.ts';
import { addExportTraces } from './export-traces.ts';
import { addForecast } from './forecast.ts';
import { addListKeys } from './list-keys.ts';
import { addListProviders } from './list-providers.ts';
import { addListTraces } from './list-traces.ts';
import { addModelRoutes } from './model-routes/routes.ts';
import { addQuotas } from './quotas.ts';
import { addRemoveKey } from './remove-key.ts';
import { addRemoveProvider } from './remove-provider.ts';
import { addResetKey } from './reset-key.ts';
import { addRestoreKey } from './restore-key.ts';
import { addShowTrace } from './show-trace.ts';
import { addSimulate } from './simulate.ts';
import { addTestKey } from './test-key.ts';
import { addTestProvider } from './test-provider.ts';
import { addUsage } from './usage.ts';

export function addAdminRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const add of [addListKeys, addAddKey, addAddKeys, addChangeKey]) add(app, context);
  for (const add of [addRemoveKey, addRestoreKey, addTestKey, addResetKey]) add(app, context);
  for (const add of [addListProviders, addChangeProvider, addRemoveProvider, addTestProvider])
    add(app, context);
  for (const add of [addListTraces, addExportTraces, addShowTrace]) add(app, context);
  for (const add of [addForecast, addSimulate, addQuotas, addUsage]) add(app, context);
  addClientRoutes(app, context);
  addModelRoutes(app, context);
  addDemo(app, context);
}
