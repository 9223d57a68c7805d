import type { Answer } from '../../engine/classification.ts';
import { createStreamState, type StreamState } from '../wire.ts';
import type { Space } from './space.ts';
import { createTextGrowth } from './text-growth.ts';

/** An answer that is told as a text, whole or growing, in the form the client asked for. */
export interface TextAnswer {
  /** The text so far, from its beginning. */
  tell(text: string): void;
  /** A sign of life without text. */
  beat(): void;
  finish(): void;
  fail(answer: Answer): void;
  /** The connection ended before the answer did. */
  cut(): void;
}

export function createTextAnswer(space: Space, id: string): TextAnswer {
  return space.call.stream ? streamedAnswer(space, id) : wholeAnswer(space, id);
}

function wholeAnswer({ call, listener, created }: Space, id: string): TextAnswer {
  let text = '';
  return {
    tell: (told) => {
      if (told !== '') text = told;
    },
    beat: () => {},
    finish: () => {
      const choice = {
        index: 0,
        message: { role: 'assistant', content: text },
        logprobs: null,
        finish_reason: 'stop',
      };
      const completion = { id, object: 'chat.completion', created, model: call.model, choices: [choice] };
      listener.whole({ body: Buffer.from(JSON.stringify(completion)), usage: null, empty: text === '' });
    },
    fail: (answer) => listener.refused(answer),
    cut: () => listener.broken(new Error('the connection ended before the answer was whole')),
  };
}

function streamedAnswer({ call, listener, created }: Space, id: string): TextAnswer {
  const state = createStreamState();
  const grow = createTextGrowth();

  function emit(delta: Readonly<Record<string, unknown>>, reason: string | null): void {
    const choice = { index: 0, delta, logprobs: null, finish_reason: reason };
    const chunk = { id, object: 'chat.completion.chunk', created, model: call.model, choices: [choice] };
    listener.chunk(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`), state);
  }

  return {
    tell: (text) => {
      const content = grow(text);
      if (content === '') return listener.chunk(null, state);
      const delta = state.content ? { content } : { role: 'assistant', content };
      state.content = true;
      state.pieces += Math.ceil(content.length / charsPerToken);
      emit(delta, null);
    },
    beat: () => listener.chunk(null, state),
    finish: () => {
      Object.assign(state, {
        finished: true,
        done: true,
        finishReason: 'stop',
      } satisfies Partial<StreamState>);
      emit({}, 'stop');
      listener.ended(state);
    },
    fail: (answer) => {
      if (!state.content) return listener.refused(answer);
      state.error = answer;
      listener.ended(state);
    },
    cut: () => listener.ended(state),
  };
}

/** A step of the text may hold many tokens. */
const charsPerToken = 4;
