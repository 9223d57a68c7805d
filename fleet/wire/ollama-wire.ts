import type { Answer } from '../answer/compose-answer.ts';
import { pickTools, positive, readTurns } from '../answer/parsed-chat.ts';
import { asList, asObject, asText, type JsonObject } from '../json.ts';
import type { Wire } from './wire.ts';

/** Ollama's own /api/chat: one JSON object a line; streams unless told not to. */
export function ollamaWire(): Wire {
  return {
    streamType: 'application/x-ndjson',
    parse(body) {
      const messages = asList(body['messages']);
      const turns = readTurns(messages);
      const options = asObject(body['options']);
      const tools = asList(body['tools']).map((tool) => {
        const described = asObject(asObject(tool)?.['function']);
        return { name: asText(described?.['name']), schema: asObject(described?.['parameters']) ?? {} };
      });
      return {
        model: asText(body['model']),
        stream: body['stream'] !== false,
        ...turns,
        maxTokens: positive(options?.['num_predict']),
        choices: 1,
        toolsToCall: pickTools(tools, turns, null),
        includeUsage: true,
        json: body['format'] === 'json' ? {} : asObject(body['format']),
        body,
      };
    },
    whole: (answer) => JSON.stringify({ ...lineOf(answer, answer.text, toolsOf(answer)), ...endOf(answer) }),
    open: () => '',
    delta: (answer, text) => `${JSON.stringify({ ...lineOf(answer, text), done: false })}\n`,
    toolDeltas: (answer) => [`${JSON.stringify({ ...lineOf(answer, '', toolsOf(answer)), done: false })}\n`],
    close: (answer) => `${JSON.stringify({ ...lineOf(answer, ''), ...endOf(answer) })}\n`,
    done: '',
    error: (payload) => `${JSON.stringify(payload)}\n`,
  };
}

function lineOf(answer: Answer, content: string, extra: JsonObject = {}): JsonObject {
  return {
    model: answer.model,
    created_at: new Date(answer.createdAt).toISOString(),
    message: { role: 'assistant', content, ...extra },
  };
}

function toolsOf(answer: Answer): JsonObject {
  if (answer.toolCalls.length === 0) return {};
  return {
    tool_calls: answer.toolCalls.map((call) => ({
      function: { name: call.name, arguments: JSON.parse(call.arguments) as unknown },
    })),
  };
}

function endOf(answer: Answer): JsonObject {
  const counts = answer.usage
    ? { prompt_eval_count: answer.promptTokens, eval_count: answer.completionTokens }
    : {};
  return {
    done: true,
    done_reason: answer.finish === 'length' ? 'length' : 'stop',
    total_duration: 5_000_000,
    load_duration: 1_000_000,
    prompt_eval_duration: 1_000_000,
    eval_duration: 3_000_000,
    ...counts,
  };
}
