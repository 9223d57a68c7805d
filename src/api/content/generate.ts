import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf, type JsonObject } from '../http/json-body.ts';
import { whoAsks } from '../http/ask-relay.ts';
import { sendMade } from '../http/send-made.ts';
import { check } from '../openai/check-chat-body.ts';
import type { ContentView } from '../views/content-view.ts';
import { askRelay, type Asking } from './ask-relay.ts';
import { compose, type Composed } from './compose.ts';
import type { ContentRequest } from './content-request.ts';
import { countGraphemes } from './length/graphemes.ts';
import { readContentRequest } from './read-content-request.ts';

/** Groq, then Hugging Face, then everybody else; noria.yaml may say otherwise. */
const usualRoute = 'auto:content';
const longestModel = 300;

/** POST /api/content-generator/generate/ */
export function addContentGenerator(app: FastifyInstance, context: ApiContext): void {
  app.post(
    '/api/content-generator/generate',
    { config: { audience: 'client', app: 'content' } },
    async (request, reply) => {
      const body = bodyOf(request.body);
      const wanted = readContentRequest(body, request.headers['accept-language']);
      const asking: Asking = { ...whoAsks({ request, reply }), model: modelOf(body) };
      const composed = await compose(wanted, (messages) => askRelay(context, asking, messages));
      return sendMade(reply, composed.from.meta, present(composed, wanted));
    },
  );
}

/** @throws NoriaError invalid_request */
function modelOf({ model }: JsonObject): string {
  if (model === undefined || model === null) return usualRoute;
  const name = typeof model === 'string' && model.length <= longestModel ? model.trim() : '';
  check(name !== '', 'model', `the name of a model (at most ${longestModel} characters), or nothing`);
  return name;
}

function present({ texts, from: { meta } }: Composed, wanted: ContentRequest): ContentView {
  const [content = ''] = texts;
  return {
    success: true,
    content,
    ...(wanted.variants > 1 ? { variants: texts } : {}),
    model: meta.model,
    provider: meta.provider,
    metadata: {
      content_type: wanted.type,
      tone: wanted.tone,
      language: wanted.language.shown,
      character_count: countGraphemes(content),
    },
  };
}
