import { jsonIn, refusalOf } from '../media/json-reply.ts';
import { jsonCall } from '../media/place.ts';
import { isPicture } from './is-picture.ts';
import { ownPlace } from './own-place.ts';
import { promptOf, sizeOf, type Paint } from './picture.ts';

/** Hugging Face's text-to-image: `@huggingface/tasks`, src/tasks/text-to-image. The answer is the picture. */
export const paintBytes: Paint = async (call, exchanges) => {
  const { seed } = call.body;
  const parameters = { ...sizeOf(call), ...(typeof seed === 'number' ? { seed } : {}) };
  const question = { inputs: promptOf(call), parameters };
  const reply = await exchanges.ask(jsonCall(ownPlace(call), question, { accept: 'image/png' }));
  if (!isPicture(reply)) throw refusalOf(reply, jsonIn(reply));
  return { pictures: [{ b64: reply.body.toString('base64') }], usage: null };
};
