import type { Answer } from '../answer/compose-answer.ts';
import { pickTools, positive, readTurns, textOf } from '../answer/parsed-chat.ts';
import { asList, asObject, asText, type JsonObject } from '../json.ts';
import type { Wire } from './wire.ts';

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' } as const;

/** The Messages API: named events, content blocks, usage on message_start (input) and message_delta (output). */
export function anthropicWire(): Wire {
  return {
    streamType: 'text/event-stream; charset=utf-8',
    parse(body) {
      const messages = body['messages'];
      if (!Array.isArray(messages) || messages.length === 0) return 'messages: Field required';
      const maxTokens = positive(body['max_tokens']);
      if (maxTokens === null) return 'max_tokens: Field required';
      const turns = readTurns(messages);
      const tools = asList(body['tools']).map((tool) => ({
        name: asText(asObject(tool)?.['name']),
        schema: asObject(asObject(tool)?.['input_schema']) ?? {},
      }));
      return {
        model: asText(body['model']),
        stream: body['stream'] === true,
        ...turns,
        promptText: textOf(body['system']) + turns.promptText,
        maxTokens,
        choices: 1,
        // Results of tools come in a user's turn.
        toolsToCall: hasResults(messages.at(-1))
          ? []
          : pickTools(tools, turns, asObject(body['tool_choice'])?.['type']),
        includeUsage: true,
        json: schemaOf(body) ?? (/\bJSON object\b/.test(textOf(body['system'])) ? {} : null),
        body,
      };
    },
    whole: (answer) =>
      JSON.stringify({
        ...messageOf(answer),
        content: contentOf(answer),
        stop_reason: stopReasons[answer.finish],
        ...(answer.usage
          ? { usage: { input_tokens: answer.promptTokens, output_tokens: answer.completionTokens } }
          : {}),
      }),
    open(answer) {
      const usage = answer.usage ? { usage: { input_tokens: answer.promptTokens, output_tokens: 1 } } : {};
      const start = event('message_start', {
        message: { ...messageOf(answer), content: [], stop_reason: null, ...usage },
      });
      const block =
        answer.toolCalls.length > 0
          ? ''
          : event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
      return `${start}${block}${event('ping', {})}`;
    },
    delta: (_answer, text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
    toolDeltas: (answer) =>
      answer.toolCalls.flatMap((call, index) => {
        const half = Math.ceil(call.arguments.length / 2);
        const pieces = ['', call.arguments.slice(0, half), call.arguments.slice(half)];
        return [
          event('content_block_start', {
            index,
            content_block: { type: 'tool_use', id: toolId(answer, index), name: call.name, input: {} },
          }),
          ...pieces.map((piece) =>
            event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: piece } }),
          ),
          event('content_block_stop', { index }),
        ];
      }),
    close(answer) {
      const stop = answer.toolCalls.length > 0 ? '' : event('content_block_stop', { index: 0 });
      const usage = answer.usage ? { usage: { output_tokens: answer.completionTokens } } : {};
      const delta = { stop_reason: stopReasons[answer.finish], stop_sequence: null };
      return `${stop}${event('message_delta', { delta, ...usage })}`;
    },
    done: event('message_stop', {}),
    error: (payload) => `event: error\ndata: ${JSON.stringify(payload)}\n\n`,
  };
}

function schemaOf(body: JsonObject): JsonObject | null {
  return asObject(asObject(asObject(body['output_config'])?.['format'])?.['schema']);
}

function hasResults(turn: unknown): boolean {
  return asList(asObject(turn)?.['content']).some((block) => asObject(block)?.['type'] === 'tool_result');
}

function event(type: string, fields: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function messageOf(answer: Answer): JsonObject {
  return {
    id: `msg_sim${answer.serial.toString(36).padStart(12, '0')}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    stop_sequence: null,
  };
}

function contentOf(answer: Answer): readonly JsonObject[] {
  if (answer.toolCalls.length === 0) return answer.text === '' ? [] : [{ type: 'text', text: answer.text }];
  return answer.toolCalls.map((call, index) => ({
    type: 'tool_use',
    id: toolId(answer, index),
    name: call.name,
    input: JSON.parse(call.arguments) as unknown,
  }));
}

function toolId(answer: Answer, index: number): string {
  return `toolu_sim${answer.serial.toString(36)}x${index}`;
}
