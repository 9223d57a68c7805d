import type { JsonObject } from '../http/json-body.ts';
import { check } from '../openai/check-chat-body.ts';
import { pick, pickObject, pickObjects, pickTexts } from './fields.ts';
import { toJsonSchema } from './to-json-schema.ts';

interface Tool {
  readonly type: 'function';
  readonly function: { readonly name: string; readonly [field: string]: unknown };
}

/** Fields of `tools` that hold functions. Google's own tools (search, code execution …) are nobody else's. */
const declarations = new Set(['functionDeclarations', 'function_declarations']);

/** `tools` and `toolConfig` as OpenAI's `tools` and `tool_choice`. @throws NoriaError invalid_request */
export function readTools(given: JsonObject): JsonObject {
  const tools = pickObjects(given, 'tools', '').flatMap((tool, index) => {
    const foreign = Object.keys(tool).find((name) => !declarations.has(name));
    check(foreign === undefined, `tools[${index}].${foreign ?? ''}`, 'functionDeclarations alone');
    const at = `tools[${index}].`;
    return pickObjects(tool, 'functionDeclarations', at).map((one, place) =>
      toTool(one, `${at}functionDeclarations[${place}]`),
    );
  });
  if (tools.length === 0) return {};
  return choose(tools, given);
}

function toTool(declaration: JsonObject, at: string): Tool {
  const { name, description } = declaration;
  check(typeof name === 'string' && name !== '', `${at}.name`, 'the name of a function');
  const own = pickObject(declaration, 'parameters', `${at}.`);
  const standard = pickObject(declaration, 'parametersJsonSchema', `${at}.`);
  return {
    type: 'function',
    function: {
      name: name as string,
      ...(typeof description === 'string' ? { description } : {}),
      parameters: standard ?? (own === null ? { type: 'object', properties: {} } : toJsonSchema(own)),
    },
  };
}

/** https://ai.google.dev/api/caching#FunctionCallingConfig */
function choose(tools: readonly Tool[], given: JsonObject): JsonObject {
  const config = pickObject(given, 'toolConfig', '') ?? {};
  const at = 'toolConfig.functionCallingConfig';
  const calling = pickObject(config, 'functionCallingConfig', 'toolConfig.') ?? {};
  const mode = pick(calling, 'mode') ?? 'AUTO';
  const allowed = pickTexts(calling, 'allowedFunctionNames', `${at}.`);
  const unknown = allowed.find((name) => !tools.some((tool) => tool.function.name === name));
  check(unknown === undefined, `${at}.allowedFunctionNames`, 'names of the declared functions');
  const offered = allowed.length === 0 ? tools : tools.filter((tool) => allowed.includes(tool.function.name));
  switch (typeof mode === 'string' ? mode.toUpperCase() : '') {
    case 'MODE_UNSPECIFIED':
    case 'AUTO':
      return { tools };
    case 'VALIDATED':
      return { tools: offered };
    case 'NONE':
      return { tools, tool_choice: 'none' };
    case 'ANY':
      return allowed.length === 1
        ? { tools: offered, tool_choice: { type: 'function', function: { name: allowed[0] } } }
        : { tools: offered, tool_choice: 'required' };
    default:
      check(false, `${at}.mode`, 'AUTO, ANY, NONE, VALIDATED');
      return {};
  }
}
