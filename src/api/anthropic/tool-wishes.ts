import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';

/**
 * `tools` and `tool_choice` as OpenAI has them. Tools that run at Anthropic, and those whose schema only its models know,
 * are refused: left out in silence, a model would make up what they find. @throws NoriaError invalid_request
 */
export function toolWishes({ tools, tool_choice: choice, mcp_servers: servers }: JsonObject): JsonObject {
  check(
    servers === undefined || servers === null || (Array.isArray(servers) && servers.length === 0),
    'mcp_servers',
    'none: MCP servers are asked by the client here',
  );
  if (tools === undefined || tools === null) return {};
  check(Array.isArray(tools), 'tools', 'a list of tools');
  const offered = (tools as unknown[]).map((tool, index) => toTool(tool, `tools[${index}]`));
  return offered.length === 0 ? {} : { tools: offered, ...choiceWishes(choice) };
}

function toTool(tool: unknown, at: string): object {
  check(isRecord(tool), at, 'an object with name and input_schema');
  const { type, name, description, input_schema: schema } = tool as JsonObject;
  check(
    type === undefined || type === null || type === 'custom',
    `${at}.type`,
    `custom, with an input_schema; ${JSON.stringify(type)?.slice(0, 60)} runs at Anthropic or is known to its models alone`,
  );
  check(typeof name === 'string' && name !== '', `${at}.name`, 'the name of the tool');
  check(isRecord(schema), `${at}.input_schema`, 'a JSON schema');
  return {
    type: 'function',
    function: { name, ...(typeof description === 'string' ? { description } : {}), parameters: schema },
  };
}

function choiceWishes(choice: unknown): JsonObject {
  if (choice === undefined || choice === null) return {};
  check(isRecord(choice), 'tool_choice', 'an object with type auto, any, tool or none');
  const { disable_parallel_tool_use: single } = choice as JsonObject;
  return {
    tool_choice: toChoice(choice as JsonObject),
    ...(single === true ? { parallel_tool_calls: false } : {}),
  };
}

function toChoice({ type, name }: JsonObject): unknown {
  switch (type) {
    case 'auto':
    case 'none':
      return type;
    case 'any':
      return 'required';
    case 'tool':
      check(typeof name === 'string' && name !== '', 'tool_choice.name', 'the name of a tool');
      return { type: 'function', function: { name } };
    default:
      check(false, 'tool_choice.type', 'auto, any, tool, none');
      return null;
  }
}
