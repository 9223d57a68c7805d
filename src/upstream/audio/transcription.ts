import { isRecord, parseBody } from '../parse-body.ts';
import { readUsage } from '../openai/usage.ts';
import type { ChatCall, Speak, WholeAnswer } from '../wire.ts';
import { converse, type Reply } from '../media/exchanges.ts';
import { jsonIn, refusalOf } from '../media/json-reply.ts';
import { fieldsFor, placeOf } from '../media/place.ts';
import { renderTranscript, type TranscriptFormat } from './render-transcript.ts';
import { isSoundFile } from './sound-file.ts';

/** OpenAI's transcriptions: a form goes there, JSON or text comes back. */
export const transcribe: Speak = (call, http, listener) =>
  converse(http, listener, async (exchanges) => {
    const asked = call.provider.audio?.transcripts ?? formatOf(call);
    const { type, bytes } = await formOf(call, asked);
    const { url, headers } = placeOf(call, '/audio/transcriptions');
    const fields = { accept: '*/*', ...headers, 'content-type': type };
    const reply = await exchanges.ask({ method: 'POST', url, headers: fields, body: bytes });
    return asked === 'json' || asked === 'verbose_json' ? fromJson(call, reply) : fromText(reply);
  });

function formatOf({ body }: ChatCall): TranscriptFormat {
  return (body.response_format as TranscriptFormat | undefined) ?? 'json';
}

async function formOf(call: ChatCall, format: TranscriptFormat): Promise<{ type: string; bytes: Buffer }> {
  const form = new FormData();
  const { file, ...fields } = fieldsFor(call);
  if (!isSoundFile(file)) throw new Error('there is no recording');
  const all: Record<string, unknown> = { ...fields, response_format: format };
  for (const [name, value] of Object.entries(all)) {
    for (const one of [value].flat()) form.append(name, String(one));
  }
  // A copy: what is shared must not be handed to a form.
  form.append('file', new File([new Uint8Array(file.bytes)], file.name, { type: file.type }));
  const made = new Response(form);
  return {
    type: made.headers.get('content-type') ?? 'multipart/form-data',
    bytes: Buffer.from(await made.arrayBuffer()),
  };
}

function fromJson(call: ChatCall, reply: Reply): WholeAnswer {
  const body = jsonIn(reply);
  if (typeof body.text !== 'string') throw refusalOf(reply, body);
  const seconds = secondsIn(body);
  // Silence has no words: an empty text is an answer.
  const common = { usage: readUsage(body), empty: false, ...(seconds === null ? {} : { seconds }) };
  return { ...common, ...renderTranscript(body, formatOf(call), reply.body) };
}

/** Text, SRT or WebVTT as the provider wrote it. */
function fromText(reply: Reply): WholeAnswer {
  const body = parseBody(reply.body);
  if (isRecord(body) || /^text\/html/i.test(reply.headers['content-type'] ?? ''))
    throw refusalOf(reply, body);
  return { body: reply.body, usage: null, empty: false, contentType: 'text/plain; charset=utf-8' };
}

/** `duration` of verbose_json, a number or its text; or OpenAI's usage of the type `duration`. */
function secondsIn({ duration, usage }: Record<string, unknown>): number | null {
  const told = isRecord(usage) && usage.type === 'duration' ? usage.seconds : duration;
  const seconds = typeof told === 'string' ? Number.parseFloat(told) : told;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
