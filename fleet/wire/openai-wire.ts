import type { Answer, ToolCall } from '../answer/compose-answer.ts';
import { pickTools, positive, readTurns, type ParsedChat, type ToolSpec } from '../answer/parsed-chat.ts';
import { asList, asObject, asText, quote, type JsonObject } from '../json.ts';
import type { Wire } from './wire.ts';

export interface OpenAiWireOptions {
  readonly idPrefix?: string;
  /** Usage rides on the chunk with the finish reason instead of one with empty choices. */
  readonly usageOnFinish?: boolean;
  /** More top-level fields of every answer and chunk, as JSON without braces, each ending with a comma. */
  readonly extra?: (answer: Answer) => string;
  /** More top-level fields of the finishing chunk, as JSON that starts with a comma. */
  readonly finishExtra?: (answer: Answer) => string;
  readonly usageExtra?: JsonObject;
  readonly toolCallId?: (serial: number, index: number) => string;
  readonly defaultMaxTokens?: number;
}

export function openAiWire(options: OpenAiWireOptions = {}): Wire {
  const { idPrefix = 'chatcmpl-', usageExtra = {} } = options;
  const toolCallId = options.toolCallId ?? ((serial, index) => `call_${serial.toString(36)}x${index}`);

  const head = (answer: Answer, object: string): string =>
    `{"id":"${idPrefix}${answer.serial.toString(36).padStart(12, '0')}","object":"${object}",` +
    `"created":${Math.floor(answer.createdAt / 1_000)},"model":${quote(answer.model)},${options.extra?.(answer) ?? ''}`;
  const chunkOf = (answer: Answer, choices: string, rest = ''): string =>
    `data: ${head(answer, 'chat.completion.chunk')}"choices":[${choices}]${rest}}\n\n`;
  const usageOf = (answer: Answer): string =>
    JSON.stringify({
      prompt_tokens: answer.promptTokens,
      completion_tokens: answer.completionTokens,
      total_tokens: answer.promptTokens + answer.completionTokens,
      ...usageExtra,
    });
  const toolJson = (call: ToolCall, answer: Answer, index: number): JsonObject => ({
    id: toolCallId(answer.serial, index),
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  });

  return {
    streamType: 'text/event-stream; charset=utf-8',
    parse: (body) => parseOpenAiChat(body, options.defaultMaxTokens ?? null),
    whole(answer) {
      const message =
        answer.toolCalls.length === 0
          ? `{"role":"assistant","content":${quote(answer.text)}}`
          : JSON.stringify({
              role: 'assistant',
              content: null,
              tool_calls: answer.toolCalls.map((call, index) => toolJson(call, answer, index)),
            });
      const choices = eachChoice(
        answer,
        (index) =>
          `{"index":${index},"message":${message},"logprobs":null,"finish_reason":"${answer.finish}"}`,
      );
      const tail = answer.usage ? `,"usage":${usageOf(answer)}` : '';
      return `${head(answer, 'chat.completion')}"choices":[${choices.join(',')}]${tail}}`;
    },
    open: (answer) =>
      eachChoice(answer, (index) =>
        chunkOf(
          answer,
          `{"index":${index},"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}`,
        ),
      ).join(''),
    delta: (answer, text, choice) =>
      chunkOf(
        answer,
        `{"index":${choice},"delta":{"content":${quote(text)}},"logprobs":null,"finish_reason":null}`,
      ),
    toolDeltas(answer) {
      return answer.toolCalls.flatMap((call, index) => {
        const first = { index, ...toolJson({ ...call, arguments: '' }, answer, index) };
        const pieces = inThree(call.arguments).map((piece) => ({ index, function: { arguments: piece } }));
        return [first, ...pieces].map((piece) =>
          chunkOf(
            answer,
            `{"index":0,"delta":{"tool_calls":[${JSON.stringify(piece)}]},"logprobs":null,"finish_reason":null}`,
          ),
        );
      });
    },
    close(answer) {
      const finishRest = options.finishExtra?.(answer) ?? '';
      const onFinish = answer.usage && options.usageOnFinish === true ? `,"usage":${usageOf(answer)}` : '';
      const finish = eachChoice(answer, (index) =>
        chunkOf(
          answer,
          `{"index":${index},"delta":{},"logprobs":null,"finish_reason":"${answer.finish}"}`,
          (index === answer.choices - 1 ? onFinish : '') + finishRest,
        ),
      ).join('');
      return answer.usage && options.usageOnFinish !== true
        ? `${finish}${chunkOf(answer, '', `,"usage":${usageOf(answer)}`)}`
        : finish;
    },
    done: 'data: [DONE]\n\n',
    error: (payload) => `data: ${JSON.stringify(payload)}\n\n`,
  };
}

function parseOpenAiChat(body: JsonObject, defaultMaxTokens: number | null): ParsedChat | string {
  const messages = body['messages'];
  if (!Array.isArray(messages) || messages.length === 0) return "'messages' must be a list that is not empty";
  const turns = readTurns(messages);
  const tools = asList(body['tools']).map(toToolSpec);
  const format = asObject(body['response_format']);
  return {
    model: asText(body['model']),
    stream: body['stream'] === true,
    ...turns,
    promptText: tools.length === 0 ? turns.promptText : turns.promptText + JSON.stringify(body['tools']),
    maxTokens: positive(body['max_completion_tokens']) ?? positive(body['max_tokens']) ?? defaultMaxTokens,
    choices: positive(body['n']) ?? 1,
    toolsToCall: pickTools(tools, turns, body['tool_choice']),
    includeUsage: asObject(body['stream_options'])?.['include_usage'] === true,
    json: jsonFormat(format),
    body,
  };
}

function toToolSpec(tool: unknown): ToolSpec {
  const described = asObject(asObject(tool)?.['function']);
  return { name: asText(described?.['name']), schema: asObject(described?.['parameters']) ?? {} };
}

function jsonFormat(format: JsonObject | null): JsonObject | null {
  if (format?.['type'] === 'json_object') return {};
  if (format?.['type'] !== 'json_schema') return null;
  return asObject(asObject(format['json_schema'])?.['schema']) ?? {};
}

function eachChoice(answer: Answer, write: (index: number) => string): string[] {
  return answer.choices === 1
    ? [write(0)]
    : Array.from({ length: answer.choices }, (_, index) => write(index));
}

function inThree(text: string): string[] {
  const size = Math.max(1, Math.ceil(text.length / 3));
  return [text.slice(0, size), text.slice(size, 2 * size), text.slice(2 * size)].filter(
    (piece) => piece !== '',
  );
}
