/** What is asked and answered, the same for every target: about 1 kB each way, streams of 100 chunks. */

/** Answers at once. */
export const fastModel = 'bench-model';
/** Streams with a pause between chunks, so that many streams are open at a time. */
export const pacedModel = 'bench-paced';
/** Name of the provider, in front of the model in every request: pins it at Noria, is cut off by floor B. */
export const provider = 'bench';
export const chunksInStream = 100;

const filler = 'The wheel turns and each bucket dips in turn into the river. ';

export function requestBody({ model, stream }: { model: string; stream: boolean }): Buffer {
  return Buffer.from(
    JSON.stringify({
      model: `${provider}/${model}`,
      messages: [
        { role: 'system', content: 'You are a miller. Answer in one sentence.' },
        { role: 'user', content: filler.repeat(13) },
      ],
      temperature: 0.7,
      max_tokens: 200,
      ...(stream ? { stream: true } : {}),
    }),
  );
}

const usage = { prompt_tokens: 190, completion_tokens: 100, total_tokens: 290 };

export const answer: Buffer = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: fastModel,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: filler.repeat(12).trim() },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage,
    system_fingerprint: 'fp_bench',
  }),
);

/** The events of one stream: content in each of the 100 chunks, then the end with its usage, then [DONE]. */
export const events: readonly Buffer[] = [
  ...Array.from({ length: chunksInStream }, (_, index) =>
    event({ choices: [{ index: 0, delta: firstOrNext(index), logprobs: null, finish_reason: null }] }),
  ),
  event({ choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }], usage }),
  Buffer.from('data: [DONE]\n\n'),
];

function firstOrNext(index: number): { role?: string; content: string } {
  return index === 0 ? { role: 'assistant', content: 'word0 ' } : { content: `word${index} ` };
}

function event(fields: object): Buffer {
  const chunk = {
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: fastModel,
    ...fields,
  };
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
}
