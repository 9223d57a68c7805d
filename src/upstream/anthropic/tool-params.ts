import { isRecord } from '../parse-body.ts';
import type { ChatBody } from '../wire.ts';

/** `tools` and `tool_choice` of the Messages API; empty when the client gives no tools, as a choice alone is a 400. */
export function toolParams(body: ChatBody): Readonly<Record<string, unknown>> {
  const tools = Array.isArray(body.tools) ? body.tools.flatMap(toTool) : [];
  if (tools.length === 0) return {};
  const choice = toChoice(body);
  return choice === null ? { tools } : { tools, tool_choice: choice };
}

function toTool(tool: unknown): readonly unknown[] {
  if (!isRecord(tool) || !isRecord(tool.function) || typeof tool.function.name !== 'string') return [];
  const { name, description, parameters } = tool.function;
  const schema = isRecord(parameters) ? parameters : { properties: {} };
  return [
    {
      name,
      ...(typeof description === 'string' ? { description } : {}),
      input_schema: { type: 'object', ...schema },
    },
  ];
}

function toChoice(body: ChatBody): Readonly<Record<string, unknown>> | null {
  const choice = choiceOf(body.tool_choice);
  if (body.parallel_tool_calls !== false || choice?.type === 'none') return choice;
  return { ...(choice ?? { type: 'auto' }), disable_parallel_tool_use: true };
}

function choiceOf(choice: unknown): { readonly type: string; readonly name?: string } | null {
  if (choice === 'auto' || choice === 'none') return { type: choice };
  if (choice === 'required') return { type: 'any' };
  if (!isRecord(choice) || !isRecord(choice.function)) return null;
  return typeof choice.function.name === 'string' ? { type: 'tool', name: choice.function.name } : null;
}
