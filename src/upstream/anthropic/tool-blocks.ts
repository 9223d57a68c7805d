import { isRecord } from '../parse-body.ts';

type Delta = Readonly<Record<string, unknown>>;

interface OpenBlock {
  /** Its place among the tool calls, as OpenAI counts them. */
  readonly index: number;
  readonly input: unknown;
  hasArguments: boolean;
}

/** The `tool_use` blocks of one stream, open side by side, as deltas of OpenAI's `tool_calls`. */
export interface ToolBlocks {
  start(place: unknown, block: Readonly<Record<string, unknown>>): Delta;
  /** Null when there is nothing to tell. */
  grow(place: unknown, json: unknown): Delta | null;
  stop(place: unknown): Delta | null;
}

export function createToolBlocks(): ToolBlocks {
  const open = new Map<unknown, OpenBlock>();
  let count = 0;

  return {
    start: (place, { id, name, input }) => {
      const index = count;
      count += 1;
      open.set(place, { index, input, hasArguments: false });
      return { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] };
    },
    grow: (place, json) => {
      const block = open.get(place);
      if (block === undefined || typeof json !== 'string' || json === '') return null;
      block.hasArguments = true;
      return argumentsDelta(block.index, json);
    },
    stop: (place) => {
      const block = open.get(place);
      open.delete(place);
      // A tool without parameters sends no piece of JSON at all; clients parse what they get.
      if (block === undefined || block.hasArguments) return null;
      return argumentsDelta(block.index, JSON.stringify(isRecord(block.input) ? block.input : {}));
    },
  };
}

function argumentsDelta(index: number, json: string): Delta {
  return { tool_calls: [{ index, function: { arguments: json } }] };
}
