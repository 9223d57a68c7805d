import { customInput } from './custom-tools.ts';
import type { Item } from './item.ts';
import type { ItemFrame, ItemStatus, OpenItem } from './item-frame.ts';
import type { ToolName } from './tool-names.ts';

export interface CallItem extends OpenItem {
  /** The id that the provider gave the call. */
  readonly callId: string;
  /** More of its arguments, as they came. */
  grow(written: string): void;
}

/** A call of a function: its arguments pass as they come, byte for byte. */
export function openFunctionCall(frame: ItemFrame, callId: string, { name, namespace }: ToolName): CallItem {
  let written = '';
  const item = (status: ItemStatus): Item => ({
    id: frame.id,
    type: 'function_call',
    status,
    arguments: written,
    call_id: callId,
    name,
    ...(namespace === null ? {} : { namespace }),
  });
  const grow = (more: string): void => {
    if (more === '') return;
    written += more;
    frame.tell('function_call_arguments.delta', { delta: more });
  };
  frame.added(item('in_progress'));
  return {
    callId,
    grow,
    close: (status) => {
      // Some providers write nothing for a function without parameters; clients parse what they get.
      if (written === '' && status === 'completed') grow('{}');
      frame.tell('function_call_arguments.done', { arguments: written, name });
      return frame.done(item(status));
    },
  };
}

/** A call of a tool that takes free text, which is known once its arguments are whole. */
export function openCustomCall(frame: ItemFrame, callId: string, { name, namespace }: ToolName): CallItem {
  let written = '';
  const item = (status: ItemStatus, input: string): Item => ({
    id: frame.id,
    type: 'custom_tool_call',
    status,
    call_id: callId,
    input,
    name,
    ...(namespace === null ? {} : { namespace }),
  });
  frame.added(item('in_progress', ''));
  return {
    callId,
    grow: (more) => {
      written += more;
    },
    close: (status) => {
      const input = customInput(written);
      frame.tell('custom_tool_call_input.delta', { delta: input });
      frame.tell('custom_tool_call_input.done', { input });
      return frame.done(item(status, input));
    },
  };
}
