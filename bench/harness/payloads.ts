/** What is asked and answered, the same for every target: requests of a chosen size, answers of 1 kB, streams of 100 chunks. */

/** Answers at once. */
export const fastModel = 'bench-model';
/** Streams with 10 ms between chunks, so that many streams are open at a time. */
export const pacedModel = 'bench-paced';
/** Streams a chunk every four seconds, and never ends. */
export const endlessModel = 'bench-endless';
/** Is refused with a 429 that asks for a pause of one millisecond. */
export const refusedModel = 'bench-refused';

/** Name of the provider, in front of the model in every request: pins it at Noria, is cut off by the floors. */
export const provider = 'bench';

/** Noria's route whose first step refuses every call, so that the second serves; floor B does the same for it. */
export const failoverRoute = 'auto:failover';
/** Noria's route of two providers that race; both have the paced model. */
export const raceRoute = 'auto:race';

export const pauseMs: Readonly<Record<string, number>> = { [pacedModel]: 10, [endlessModel]: 4_000 };
export const chunksInStream = 100;

/** What one request asks for. */
export interface Ask {
  readonly model: string;
  readonly stream: boolean;
  /** Size of the whole body; what is beyond the first kB is more of the conversation. */
  readonly kilobytes: number;
}

const filler = 'The wheel turns and each bucket dips in turn into the river. ';
const turn = filler.repeat(13);

export function requestBody({ model, stream, kilobytes }: Ask): Buffer {
  const messages = [
    { role: 'system', content: 'You are a miller. Answer in one sentence.' },
    { role: 'user', content: turn },
  ];
  const said = JSON.stringify([
    { role: 'assistant', content: turn },
    { role: 'user', content: turn },
  ]).length;
  for (let length = 1_024; length + said < kilobytes * 1_024; length += said)
    messages.push({ role: 'assistant', content: turn }, { role: 'user', content: turn });
  const body = { model, messages, temperature: 0.7, max_tokens: 200, ...(stream ? { stream } : {}) };
  return Buffer.from(JSON.stringify(body));
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

export const refusal: Buffer = Buffer.from(
  JSON.stringify({
    error: {
      message: 'Rate limit reached for requests.',
      type: 'requests',
      param: null,
      code: 'rate_limit_exceeded',
    },
  }),
);

/** The events of one stream: content in each of the 100 chunks, then the end with its usage, then [DONE]. */
export const events: readonly Buffer[] = [
  ...Array.from({ length: chunksInStream }, (_, index) => contentEvent(index)),
  event({ choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }], usage }),
  Buffer.from('data: [DONE]\n\n'),
];

/** One chunk of a stream. */
export function contentEvent(index: number): Buffer {
  const content = `word${index} `;
  const delta = index === 0 ? { role: 'assistant', content } : { content };
  return event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: null }] });
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
