import type { ChatBody } from '../upstream/wire.ts';
import type { DrawnCall } from './traffic.ts';

/** A request of the simulation; what it will use rides along for the provider, the gateway does not look at it. */
interface SimBody extends ChatBody {
  readonly simulated: DrawnCall;
}

const words = 'The wheel turns, its buckets dip one after the other and the river does not stop. ';
const longestPrompt = 2_000_000;
const filler = words.repeat(Math.ceil(longestPrompt / words.length));
const lastTurns = [
  { role: 'assistant', content: 'It does not stop.' },
  { role: 'user', content: 'And then?' },
];

/** A conversation of the drawn length: its history is long, as it is with people, and its last line short. */
export function bodyOf(simulated: DrawnCall): SimBody {
  const history = filler.slice(0, Math.min(simulated.chars, longestPrompt));
  return { messages: [{ role: 'user', content: history }, ...lastTurns], simulated };
}

export function drawnOf(body: ChatBody): DrawnCall {
  if (!('simulated' in body)) throw new Error('a request that nobody sent');
  return (body as SimBody).simulated;
}
