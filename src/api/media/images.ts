import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api-context.ts';
import { bodyOf } from '../http/json-body.ts';
import { whoAsks } from '../http/ask-relay.ts';
import { askMedia, sendMedia, type MediaAnswer } from './ask-media.ts';
import { joinPictures } from './join-pictures.ts';
import { readImages } from './read-images.ts';

/**
 * POST /v1/images/generations. Each picture is a call of its own: providers count it so, most take one at a time, and
 * several may share the work.
 */
export function addImages(app: FastifyInstance, context: ApiContext): void {
  app.post(
    '/v1/images/generations',
    { config: { audience: 'client', app: 'images' } },
    async (request, reply) => {
      const { count, ...asked } = readImages(bodyOf(request.body));
      const who = whoAsks({ request, reply });
      const one = (): Promise<MediaAnswer> => askMedia(context, who, { task: 'image', ...asked });
      const { meta, body } =
        count === 1 ? await one() : joinPictures(await Promise.allSettled(several(count, one)));
      return sendMedia(reply, meta, { body });
    },
  );
}

function several<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
