import { asObject, asText } from '../json.ts';
import { jsonMedia, type MediaRequest, type MediaRoute, type ParsedMedia } from './media-route.ts';
import { simPicture } from './samples.ts';

/** Cloudflare's native path: the model in the address, base64 in the envelope. */
export const cloudflarePicture: MediaRoute = {
  parse: ({ path, body }) => named(path.split('/ai/run/')[1], asText(body?.['prompt'])),
  answer: (_request, { promptText }, view) => {
    const image = simPicture(view.spec.id, promptText).toString('base64');
    return jsonMedia({ result: { image }, success: true, errors: [], messages: [] });
  },
  nothing: jsonMedia({ result: {}, success: true, errors: [], messages: [] }),
};

/** Hugging Face's text-to-image: the answer is the picture. */
export const bytesPicture: MediaRoute = {
  parse: ({ path, body }) => named(path.split('/hf-inference/models/')[1], asText(body?.['inputs'])),
  answer: (_request, { promptText }, view) => ({
    type: 'image/png',
    body: simPicture(view.spec.id, promptText),
  }),
  nothing: { type: 'image/png', body: '' },
};

/** Gemini's generateContent with the modality IMAGE; Bearer means OAuth there, so a key that comes so is none. */
export const geminiPicture: MediaRoute = {
  parse: (request) =>
    request.headers['x-goog-api-key'] === undefined
      ? 'Request had invalid authentication credentials. Expected OAuth 2 access token.'
      : named(/\/models\/(.+):generateContent$/.exec(request.path)?.[1], promptIn(request)),
  answer: (_request, { promptText }, view) => {
    const data = simPicture(view.spec.id, promptText).toString('base64');
    const parts = [{ text: 'Here it is.' }, { inlineData: { mimeType: 'image/png', data } }];
    const usageMetadata = { promptTokenCount: 7, candidatesTokenCount: 1_290, totalTokenCount: 1_297 };
    return jsonMedia({
      candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }],
      usageMetadata,
    });
  },
  nothing: jsonMedia({ candidates: [{ content: { parts: [{ text: 'No.' }] }, finishReason: 'STOP' }] }),
};

function promptIn({ body }: MediaRequest): string {
  const [turn] = Array.isArray(body?.['contents']) ? (body['contents'] as unknown[]) : [];
  const parts = asObject(turn)?.['parts'];
  return Array.isArray(parts) ? asText(asObject(parts[0])?.['text']) : '';
}

function named(model: string | undefined, promptText: string): ParsedMedia | string {
  if (model === undefined || model === '') return 'No route for that URI';
  return promptText === '' ? 'a prompt is required' : { model: decodeURIComponent(model), promptText };
}
