import Fastify, { type FastifyInstance } from 'fastify';
import { addAdminRoutes } from './admin/routes.ts';
import { addAnthropicRoutes } from './anthropic/routes.ts';
import type { ApiContext } from './api-context.ts';
import { addChatRoutes } from './chat/routes.ts';
import { addContentRoutes } from './content/routes.ts';
import { addDocsRoutes } from './docs/routes.ts';
import { addEventRoutes } from './events/routes.ts';
import { addGeminiRoutes } from './gemini/routes.ts';
import { addHealthRoutes } from './health/routes.ts';
import { admitRequests } from './http/admit.ts';
import { createErrorAnswer } from './http/answer-error.ts';
import { closeIdleWhileDraining } from './http/close-idle.ts';
import { parseBodies } from './http/json-body.ts';
import { protectDoor } from './http/protect-door.ts';
import { watchMethods } from './http/refuse-other-methods.ts';
import { decorateRequests } from './http/request-facts.ts';
import { finishAnswers } from './http/finish-answers.ts';
import { PlainServer } from './http/plain/plain-server.ts';
import { fastLane, takesFastLane } from './openai/fast-lane.ts';
import { addOllamaRoutes } from './ollama/routes.ts';
import { addMediaRoutes } from './media/routes.ts';
import { addOpenaiRoutes } from './openai/routes.ts';
import { addResponsesRoutes } from './responses/routes.ts';
import { addSessionRoutes } from './session/routes.ts';
import { addWebRoutes } from './web/routes.ts';
import { continueWhenAdmitted } from './http/continue-when-admitted.ts';

/** Every HTTP surface of the gateway, not yet listening. */
export function createServer(context: ApiContext): FastifyInstance {
  const answerError = createErrorAnswer(context);
  const app = Fastify({
    logger: false,
    serverFactory: (handler) =>
      new PlainServer(fastLane(context), (req, res) => {
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
  protectDoor(app, context);
  admitRequests(app, context);
  continueWhenAdmitted(app);
  finishAnswers(app, context);
  closeIdleWhileDraining(app);
  app.setNotFoundHandler(() => undefined);
  const methods = watchMethods(app);
  addDocsRoutes(app);
  addOpenaiRoutes(app, context);
  addMediaRoutes(app, context);
  addResponsesRoutes(app, context);
  addAnthropicRoutes(app, context);
  addChatRoutes(app, context);
  addContentRoutes(app, context);
  addGeminiRoutes(app, context);
  addOllamaRoutes(app, context);
  addHealthRoutes(app, context);
  addAdminRoutes(app, context);
  addEventRoutes(app, context);
  addSessionRoutes(app, context);
  addWebRoutes(app);
  methods.refuseOthers();
  return app;
}
