import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { customAsFunction } from './custom-tools.ts';
import type { Item } from './item.ts';
import { chatNameOf, type ToolName } from './tool-names.ts';

/** The tools of a request, for a chat. */
export interface Tools {
  /** In a chat's own shape. */
  readonly offered: readonly JsonObject[];
  /** Those that went along, as the client wrote them. */
  readonly taken: readonly Item[];
  /** Types of those that were left out: nobody here runs them. */
  readonly leftOut: readonly string[];
  /** By the name in the chat. */
  readonly names: ReadonlyMap<string, ToolName>;
}

const functionField = 'a function with type, name and parameters';

/**
 * Functions, custom (free text) tools and namespaces of both. What OpenAI would run itself (web_search, file_search, mcp …)
 * is left out: agents such as Codex offer it to everybody, and do without.
 * @throws NoriaError invalid_request
 */
export function readTools(given: unknown): Tools {
  check(given === undefined || given === null || Array.isArray(given), 'tools', 'a list of tools');
  const offered: JsonObject[] = [];
  const taken: Item[] = [];
  const leftOut: string[] = [];
  const names = new Map<string, ToolName>();

  function add(tool: unknown, field: string, namespace: string | null): boolean {
    check(isRecord(tool) && typeof tool.type === 'string', field, 'an object with type');
    const { type, name } = tool as JsonObject;
    if (type !== 'function' && type !== 'custom') return false;
    check(typeof name === 'string' && name !== '', `${field}.name`, functionField);
    const chatName = chatNameOf(String(name), namespace);
    names.set(chatName, { kind: type, name: String(name), namespace });
    offered.push(
      type === 'custom' ? customAsFunction(tool as Item, chatName) : toFunction(tool as Item, chatName),
    );
    return true;
  }

  function addNamespace({ name, tools }: JsonObject, field: string): boolean {
    check(
      typeof name === 'string' && name !== '' && Array.isArray(tools),
      field,
      'a namespace with name and tools',
    );
    const added = (tools as unknown[]).map((tool, index) =>
      add(tool, `${field}.tools[${index}]`, String(name)),
    );
    return added.includes(true);
  }

  ((given ?? []) as unknown[]).forEach((tool, index) => {
    const field = `tools[${index}]`;
    const isTaken =
      isRecord(tool) && tool.type === 'namespace' ? addNamespace(tool, field) : add(tool, field, null);
    if (isTaken) taken.push(tool as Item);
    else leftOut.push(String((tool as JsonObject).type));
  });
  return { offered, taken, leftOut, names };
}

function toFunction({ description, parameters, strict }: Item, name: string): JsonObject {
  return {
    type: 'function',
    function: {
      name,
      ...(typeof description === 'string' ? { description } : {}),
      ...(isRecord(parameters) ? { parameters } : {}),
      ...(strict === true ? { strict } : {}),
    },
  };
}
