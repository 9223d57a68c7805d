import { isRecord } from '../parse-body.ts';
import { jsonIn } from '../media/json-reply.ts';
import { jsonCall } from '../media/place.ts';
import { isPicture } from './is-picture.ts';
import { ownPlace } from './own-place.ts';
import { promptOf, type Paint } from './picture.ts';

/**
 * The prompt alone: flux-1-schnell takes that and its steps. It answers base64 in the envelope, older models the picture.
 * https://developers.cloudflare.com/workers-ai/models/flux-1-schnell/
 */
export const paintCloudflare: Paint = async (call, exchanges) => {
  const { steps } = call.body;
  const question = { prompt: promptOf(call), ...(typeof steps === 'number' ? { steps } : {}) };
  const reply = await exchanges.ask(jsonCall(ownPlace(call), question, { accept: '*/*' }));
  if (isPicture(reply)) return { pictures: [{ b64: reply.body.toString('base64') }], usage: null };
  const { result } = jsonIn(reply);
  const image = isRecord(result) ? result.image : undefined;
  return { pictures: typeof image === 'string' && image !== '' ? [{ b64: image }] : [], usage: null };
};
