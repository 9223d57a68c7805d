import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import type { Tools } from './read-tools.ts';
import { chatNameOf } from './tool-names.ts';

const modes: readonly unknown[] = ['none', 'auto', 'required'];
const allowed = 'none, auto, required, or a function or custom tool that is among the tools';

/** The fields of a chat that offer these tools; none where there are none. @throws NoriaError invalid_request */
export function toolFields(
  tools: Tools,
  { tool_choice: choice, parallel_tool_calls: parallel }: JsonObject,
): JsonObject {
  check(isAbsent(parallel) || typeof parallel === 'boolean', 'parallel_tool_calls', 'true, false');
  const chosen = isAbsent(choice) ? null : readChoice(tools, choice);
  if (tools.offered.length === 0) return {};
  return {
    tools: chosen?.only ?? tools.offered,
    ...(chosen === null ? {} : { tool_choice: chosen.choice }),
    ...(isAbsent(parallel) ? {} : { parallel_tool_calls: parallel }),
  };
}

interface Choice {
  readonly choice: unknown;
  /** Of the tools offered only these; absent = all. */
  readonly only?: readonly JsonObject[];
}

function readChoice(tools: Tools, choice: unknown): Choice {
  if (typeof choice === 'string') {
    check(modes.includes(choice), 'tool_choice', allowed);
    check(
      choice !== 'required' || tools.offered.length > 0,
      'tool_choice',
      'required only with a function or custom tool',
    );
    return { choice };
  }
  check(isRecord(choice), 'tool_choice', allowed);
  const { type, mode, tools: among } = choice as JsonObject;
  if (type !== 'allowed_tools') return { choice: named(tools, choice as JsonObject, 'tool_choice') };
  check(
    Array.isArray(among) && (mode === 'auto' || mode === 'required'),
    'tool_choice',
    'allowed_tools with tools and mode auto or required',
  );
  // Hosted ones were left out of the tools as well.
  const ours = (among as unknown[]).filter(
    (tool) => isRecord(tool) && (tool.type === 'function' || tool.type === 'custom'),
  );
  const names = ours.map(
    (tool, index) => named(tools, tool as JsonObject, `tool_choice.tools[${index}]`).function.name,
  );
  const only = tools.offered.filter(
    (tool) => isRecord(tool.function) && names.includes(String(tool.function.name)),
  );
  return only.length === 0 ? { choice: 'none' } : { choice: mode, only };
}

interface NamedTool {
  readonly type: 'function';
  readonly function: { readonly name: string };
}

function named(tools: Tools, { type, name, namespace }: JsonObject, field: string): NamedTool {
  const chatName = typeof name === 'string' ? chatNameOf(name, namespace) : '';
  check(tools.names.get(chatName)?.kind === type, field, allowed);
  return { type: 'function', function: { name: chatName } };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
