import { readTurns, type ParsedChat } from '../answer/parsed-chat.ts';
import { asList, asObject, asText, type JsonObject } from '../json.ts';
import type { Wire } from './wire.ts';

/** Events of one call: every `generating` repeats the text from its beginning. One wire serves one call. */
export function gradioWire(): Wire {
  let text = '';
  return {
    streamType: 'text/event-stream; charset=utf-8',
    parse: parseGradioCall,
    whole: (answer) => JSON.stringify({ data: [answer.text] }),
    open: () => 'event: heartbeat\ndata: null\n\n',
    delta(_answer, piece) {
      text += piece;
      return `event: generating\ndata: ${JSON.stringify([text])}\n\n`;
    },
    toolDeltas: () => [],
    close: () => `event: complete\ndata: ${JSON.stringify([text])}\n\n`,
    done: '',
    error: (payload) => `event: error\ndata: ${JSON.stringify(payload)}\n\n`,
  };
}

function parseGradioCall(body: JsonObject): ParsedChat | string {
  if (!Array.isArray(body['data'])) return 'data: field required';
  const first: unknown = asList(body['data'])[0];
  const prompt = asText(first) || asText(asObject(first)?.['text']);
  return {
    model: 'space',
    stream: true,
    ...readTurns([{ role: 'user', content: prompt }]),
    maxTokens: null,
    choices: 1,
    toolsToCall: [],
    includeUsage: false,
    json: null,
    body,
  };
}
