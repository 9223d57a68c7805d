import type { Answer } from '../../engine/classification.ts';
import { isRecord } from '../parse-body.ts';
import type { ChatBody } from '../wire.ts';

/** The client takes nothing but a call of a tool; whoever may also answer with text gets text. */
export function mustCallTool({ tool_choice: choice }: ChatBody): boolean {
  return choice === 'required' || isRecord(choice);
}

/** What is said of such a request by a generator that writes text. */
export const noTools: Answer = {
  status: 400,
  headers: {},
  body: { error: { message: 'This generator writes text and calls no tools.', param: 'tool_choice' } },
};
