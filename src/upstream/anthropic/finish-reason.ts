const reasons: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

/** Anthropic's `stop_reason` in OpenAI's words. */
export function finishReason(stopReason: string): string {
  return reasons[stopReason] ?? 'stop';
}

/** Which of the client's sequences ended the answer: under the name that vLLM has for it in a choice. https://docs.vllm.ai */
export function matchedStop(sequence: unknown): { readonly stop_reason?: string } {
  return typeof sequence === 'string' ? { stop_reason: sequence } : {};
}
