import type { ChoicePiece, CompletionUsage } from '../translate/completion.ts';
import { argumentsOf, type ToolCall } from '../translate/tool-calls.ts';

/** What is the same in every piece of one answer. */
export interface AnswerFrame {
  /** Who served. */
  readonly modelVersion: string;
  readonly responseId: string;
}

const finishReasons: Readonly<Record<string, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  tool_calls: 'STOP',
  function_call: 'STOP',
  content_filter: 'SAFETY',
};

/** What a model thought and said; thoughts only for who asked for them. */
export function textParts({ text, reasoning }: ChoicePiece, wantsThoughts: boolean): object[] {
  return [
    ...(wantsThoughts && reasoning !== '' ? [{ text: reasoning, thought: true }] : []),
    ...(text === '' ? [] : [{ text }]),
  ];
}

export interface Ending {
  readonly index: number;
  readonly parts: readonly object[];
  readonly calls: readonly ToolCall[];
  readonly finishReason: string | null;
}

/** The last that is said of a choice: its calls, and why it ended. */
export function endOf({ index, parts, calls, finishReason }: Ending): object {
  const read = calls.map((call) => ({ call, args: argumentsOf(call) }));
  const broken = read.find(({ args }) => args === null);
  const ends =
    broken === undefined ? (finishReasons[finishReason ?? 'stop'] ?? 'OTHER') : 'MALFORMED_FUNCTION_CALL';
  const called = read.flatMap(({ call: { id, name, thoughtSignature }, args }) =>
    args === null
      ? []
      : [{ functionCall: { id, name, args }, ...(thoughtSignature === null ? {} : { thoughtSignature }) }],
  );
  const all = [...parts, ...called];
  return {
    content: { role: 'model', parts: all.length === 0 ? [{ text: '' }] : all },
    finishReason: ends,
    ...(broken === undefined
      ? {}
      : {
          finishMessage: `The arguments of ${broken.call.name} are no JSON object: ${broken.call.arguments}`,
        }),
    index,
  };
}

export function presentResponse(
  frame: AnswerFrame,
  candidates: readonly object[],
  usage: CompletionUsage | null,
): object {
  return { candidates, ...(usage === null ? {} : { usageMetadata: presentUsage(usage) }), ...frame };
}

function presentUsage({ input, output, reasoning, cached }: CompletionUsage): object {
  const thoughts = Math.min(reasoning ?? 0, output);
  return {
    promptTokenCount: input,
    candidatesTokenCount: output - thoughts,
    totalTokenCount: input + output,
    ...(reasoning === null ? {} : { thoughtsTokenCount: thoughts }),
    ...(cached === null ? {} : { cachedContentTokenCount: cached }),
  };
}
