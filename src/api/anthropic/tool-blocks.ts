import { isRecord } from '../../upstream/parse-body.ts';
import type { BlockWriter } from './block-writer.ts';

/** The calls of a streamed message as `tool_use` blocks. */
export interface ToolBlocks {
  /** Calls that have begun. */
  readonly count: number;
  /** `tool_calls` of one delta. The text of arguments is passed on as it came. */
  take(calls: readonly unknown[]): void;
  /** Ends the blocks whose arguments are whole. */
  closeWhole(): void;
  closeAll(): void;
}

interface Call {
  /** As the provider calls it; '' = it does not. */
  readonly givenId: string;
  readonly serial: number;
  /** Of its block; null until its name is known. */
  index: number | null;
  name: string;
  /** All its arguments so far. */
  json: string;
  isOpen: boolean;
}

/**
 * Anthropic's blocks follow one another; OpenAI's deltas name the call that they belong to. A call ends its block when the
 * next one begins and its arguments are whole; until then both are open. `idOf` names a call that has no id.
 */
export function createToolBlocks(
  blocks: BlockWriter,
  options: { readonly onBegin: () => void; readonly idOf: (serial: number) => string },
): ToolBlocks {
  const byPlace = new Map<unknown, Call>();
  const begun: Call[] = [];
  let last: Call | null = null;

  function callOf({ index, id }: Readonly<Record<string, unknown>>): Call {
    const givenId = typeof id === 'string' ? id : '';
    const known = typeof index === 'number' ? byPlace.get(index) : givenId === '' ? last : null;
    // Some servers give every call the same place: a new id is a new call.
    const isSame = known?.givenId === givenId || givenId === '';
    const call = known !== null && known !== undefined && isSame ? known : created(givenId);
    if (typeof index === 'number') byPlace.set(index, call);
    last = call;
    return call;
  }

  function created(givenId: string): Call {
    serial += 1;
    return { givenId, serial, index: null, name: '', json: '', isOpen: false };
  }
  let serial = 0;

  function begin(call: Call): number {
    options.onBegin();
    closeWhole();
    const id = call.givenId === '' ? options.idOf(call.serial) : call.givenId;
    call.index = blocks.start({ type: 'tool_use', id, name: call.name, input: {} });
    call.isOpen = true;
    begun.push(call);
    if (call.json !== '') grow(call.index, call.json);
    return call.index;
  }

  function grow(index: number, json: string): void {
    blocks.grow(index, { type: 'input_json_delta', partial_json: json });
  }

  function takeOne(delta: unknown): void {
    if (!isRecord(delta)) return;
    const call = callOf(delta);
    const { name, arguments: given } = isRecord(delta.function) ? delta.function : {};
    if (typeof name === 'string' && call.name === '') call.name = name;
    const piece = typeof given === 'string' ? given : isRecord(given) ? JSON.stringify(given) : '';
    call.json += piece;
    if (call.index !== null) {
      if (piece !== '' && call.isOpen) grow(call.index, piece);
    } else if (call.name !== '') begin(call);
  }

  function closeWhole(): void {
    for (const call of begun) if (call.isOpen && isWhole(call.json)) close(call);
  }

  function close(call: Call): void {
    call.isOpen = false;
    if (call.index !== null) blocks.stop(call.index);
  }

  return {
    get count() {
      return begun.length;
    },
    take: (calls) => calls.forEach(takeOne),
    closeWhole,
    closeAll: () => {
      for (const call of begun) if (call.isOpen) close(call);
    },
  };
}

/** A JSON object from its first to its last brace. */
function isWhole(json: string): boolean {
  if (!json.trimEnd().endsWith('}')) return false;
  try {
    return isRecord(JSON.parse(json));
  } catch {
    return false;
  }
}
