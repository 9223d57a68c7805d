import { parseExact } from '../exact-json.ts';
import { isRecord } from '../parse-body.ts';
import type { ChatMessage } from '../wire.ts';
import { toBlocks, type ContentBlock } from './content-blocks.ts';

/** The calls of an assistant's message as `tool_use` blocks. */
export function toolUseBlocks(message: ChatMessage): readonly ContentBlock[] {
  return Array.isArray(message.tool_calls) ? message.tool_calls.flatMap(toolUseBlock) : [];
}

/** A message of role `tool` as a `tool_result` block. */
export function toolResultBlock(message: ChatMessage): ContentBlock {
  const content = toBlocks(message.content);
  return {
    type: 'tool_result',
    tool_use_id: toolId(message.tool_call_id),
    ...(content.length > 0 ? { content } : {}),
  };
}

function toolUseBlock(call: unknown): readonly ContentBlock[] {
  if (!isRecord(call) || !isRecord(call.function) || typeof call.function.name !== 'string') return [];
  return [
    {
      type: 'tool_use',
      id: toolId(call.id),
      name: call.function.name,
      input: inputOf(call.function.arguments),
    },
  ];
}

/** Arguments that are no JSON object are those of a model that slipped; the turn must stand all the same. */
function inputOf(text: unknown): Record<string, unknown> {
  if (typeof text !== 'string') return {};
  try {
    const input = parseExact(text);
    return isRecord(input) ? input : {};
  } catch {
    return {};
  }
}

/** Ids of other providers hold dots and colons (`functions.get:0`), which are a 400 here. */
function toolId(id: unknown): string {
  const fitted = typeof id === 'string' ? id.replaceAll(/[^a-zA-Z0-9_-]/g, '_') : '';
  return fitted === '' ? 'call' : fitted;
}
