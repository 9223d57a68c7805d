import { createServer as createHttpServer } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { addAdminRoutes } from './admin/routes.ts';
import type { ApiContext } from './api-context.ts';
import { addChatRoutes } from './chat/routes.ts';
import { addHealthRoutes } from './health/routes.ts';
import { admitRequests } from './http/admit.ts';
import { createErrorAnswer } from './http/answer-error.ts';
import { closeIdleWhileDraining } from './http/close-idle.ts';
import { parseBodies } from './http/json-body.ts';
import { keepAliveMs } from './http/keep-alive.ts';
import { watchMethods } from './http/refuse-other-methods.ts';
import { decorateRequests } from './http/request-facts.ts';
import { finishAnswers } from './http/finish-answers.ts';
import { takesFastLane } from './openai/fast-lane.ts';
import { addOpenaiRoutes } from './openai/routes.ts';
import { addPageRoutes } from './page/routes.ts';
import { continueWhenAdmitted } from './http/continue-when-admitted.ts';

/** Every HTTP surface of the gateway, not yet listening. */
export function createServer(context: ApiContext): FastifyInstance {
  const answerError = createErrorAnswer(context);
  const app = Fastify({
    logger: false,
    serverFactory: (handler) =>
      createHttpServer({ keepAliveTimeout: keepAliveMs }, (req, res) => {
        if (!takesFastLane(context, req, res)) handler(req, res);
      }),
    forceCloseConnections: 'idle',
    // While draining, the door answers in the dialect of the route.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  });
  app.setErrorHandler(answerError);
  decorateRequests(app);
  parseBodies(app, context);
  admitRequests(app, context);
  continueWhenAdmitted(app);
  finishAnswers(app, context);
  closeIdleWhileDraining(app);
  app.setNotFoundHandler(() => undefined);
  const methods = watchMethods(app);
  addOpenaiRoutes(app, context);
  addChatRoutes(app, context);
  addHealthRoutes(app, context);
  addAdminRoutes(app, context);
  addPageRoutes(app, context);
  methods.refuseOthers();
  return app;
}
