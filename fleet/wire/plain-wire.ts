import { readTurns } from '../answer/parsed-chat.ts';
import { asObject, asText } from '../json.ts';
import { positive } from '../answer/parsed-chat.ts';
import type { Wire } from './wire.ts';

/** A hand-made Space: one prompt in, one text out. */
export function plainWire(): Wire {
  return {
    streamType: 'text/plain; charset=utf-8',
    parse(body) {
      const prompt = asText(body['inputs']) || asText(body['prompt']);
      if (prompt === '') return 'inputs: field required';
      const turns = readTurns([{ role: 'user', content: prompt }]);
      return {
        model: 'space',
        stream: body['stream'] === true,
        ...turns,
        maxTokens: positive(asObject(body['parameters'])?.['max_new_tokens']) ?? positive(body['max_tokens']),
        choices: 1,
        toolsToCall: [],
        includeUsage: false,
        json: null,
        body,
      };
    },
    whole: (answer) => JSON.stringify({ generated_text: answer.text }),
    open: () => '',
    delta: (_answer, text) => text,
    toolDeltas: () => [],
    close: () => '',
    done: '',
    error: (payload) => JSON.stringify(payload),
  };
}
