import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../../api-context.ts';
import type { DemoView } from '../../views/demo-view.ts';
import { createDemo } from './demo.ts';
import { playSimulation } from './play-simulation.ts';

const admin = { config: { audience: 'admin' } } as const;

/** GET, POST and DELETE /api/demo: a provider that is simulated, until there is a real one. */
export function addDemo(app: FastifyInstance, context: ApiContext): void {
  const { pool, clock, log, keyring, spread } = context;
  const onError = (error: unknown): void => log.error({ err: error }, 'the simulation did not end cleanly');
  const demo = createDemo({
    pool,
    now: () => clock.now(),
    play: playSimulation,
    tell: (text) => log.info({}, text),
    onError,
  });
  keyring.observe(() => void demo.end().catch(onError));
  app.addHook('onClose', () => demo.close());
  app.get('/api/demo', admin, (): DemoView => demo.view());
  app.post('/api/demo', admin, async (): Promise<DemoView> => {
    await demo.start();
    await spread();
    return demo.view();
  });
  app.delete('/api/demo', admin, async (): Promise<DemoView> => {
    await demo.end();
    await spread();
    return demo.view();
  });
}
