import { asText, type JsonObject } from '../json.ts';
import type { CallView } from '../profile.ts';
import { jsonMedia, type MediaRequest, type MediaRoute, type ParsedMedia } from './media-route.ts';
import { simPicture, simSound, simVector, soundSeconds } from './samples.ts';

const usualDimensions = 8;

/** The routes of OpenAI under a base path, for the profiles whose provider has them. */
export function openAiMedia(
  basePath: string,
  routes: readonly OpenAiMedia[],
): (path: string) => MediaRoute | null {
  return (path) =>
    routes.map((name) => (path === `${basePath}${paths[name]}` ? all[name] : null)).find(Boolean) ?? null;
}

type OpenAiMedia = keyof typeof paths;

const paths = {
  embeddings: '/embeddings',
  images: '/images/generations',
  speech: '/audio/speech',
  transcriptions: '/audio/transcriptions',
} as const;

const embeddings: MediaRoute = {
  parse: (request) => withText(request, inputsOf(request.body).join('')),
  answer({ body }, { model, promptText }, view) {
    const dimensions = dimensionsOf(body, view);
    const data = inputsOf(body).map((text, index) => {
      const vector = simVector(model, text, dimensions);
      const embedding = body?.['encoding_format'] === 'base64' ? base64Of(vector) : vector;
      return { object: 'embedding', index, embedding };
    });
    const tokens = Math.ceil(promptText.length / 4);
    // Not every provider keeps the order.
    return jsonMedia({
      object: 'list',
      data: data.toReversed(),
      model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  },
  nothing: jsonMedia({ object: 'list', data: [], model: '' }),
};

const images: MediaRoute = {
  parse: (request) => withText(request, asText(request.body?.['prompt'])),
  answer({ body, headers }, { promptText }, view) {
    const b64 = simPicture(view.spec.id, promptText).toString('base64');
    const format = body?.['response_format'];
    const url = `http://${headers.host ?? ''}/files/${encodeURIComponent(promptText)}.png`;
    return jsonMedia({ created: 1_760_000_000, data: [format === 'url' ? { url } : { b64_json: b64 }] });
  },
  nothing: jsonMedia({ created: 1_760_000_000, data: [] }),
};

const speech: MediaRoute = {
  parse: (request) => withText(request, asText(request.body?.['input'])),
  answer: (_request, { promptText }) => ({ type: 'audio/wav', body: simSound(promptText.length / 10) }),
  nothing: { type: 'audio/wav', body: '' },
};

const transcriptions: MediaRoute = {
  parse(request) {
    if (request.file === null) return "'file' is required";
    const parsed = withText(request, '');
    return typeof parsed === 'string' ? parsed : { ...parsed, seconds: soundSeconds(request.file) };
  },
  answer({ body }, { seconds = 0 }) {
    const text = `A recording of ${seconds} seconds.`;
    if (body?.['response_format'] === 'text') return { type: 'text/plain', body: `${text}\n` };
    if (body?.['response_format'] !== 'verbose_json') return jsonMedia({ text });
    const segments = [{ id: 0, start: 0, end: seconds, text: ` ${text}` }];
    return jsonMedia({ task: 'transcribe', language: 'english', duration: seconds, text, segments });
  },
  nothing: jsonMedia({}),
};

const all: Readonly<Record<OpenAiMedia, MediaRoute>> = { embeddings, images, speech, transcriptions };

function withText({ body }: MediaRequest, promptText: string): ParsedMedia | string {
  const model = asText(body?.['model']);
  return body === null || model === '' ? "'model' is required" : { model, promptText };
}

function inputsOf(body: JsonObject | null): string[] {
  return [body?.['input']].flat().filter((one) => typeof one === 'string');
}

/** A model that knows one length passes over what is asked for. */
function dimensionsOf(body: JsonObject | null, { spec }: CallView): number {
  const asked = body?.['dimensions'];
  return typeof asked === 'number' && spec.ignoresDimensions !== true ? asked : usualDimensions;
}

function base64Of(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}
