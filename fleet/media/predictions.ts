import { asObject, asText } from '../json.ts';
import type { CallView, ExtraRequest } from '../profile.ts';
import { jsonReply, type AnyReply } from '../reply.ts';
import type { SimSpec } from '../sim-spec.ts';
import { jsonMedia, type MediaRoute } from './media-route.ts';
import { simPicture } from './samples.ts';

interface Prediction {
  readonly id: string;
  readonly prompt: string;
  status: 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled';
  looksLeft: number;
  busyLeft: number;
}

/** Of each provider its own: a profile is shared. */
const known = new WeakMap<SimSpec, Map<string, Prediction>>();

/** Statuses of the predictions of a provider, oldest first. */
export function predictionsOf(spec: SimSpec): string[] {
  return [...(known.get(spec)?.values() ?? [])].map(({ status }) => status);
}

/** Replicate's create: it holds the call only where the prediction is done at once. */
export const predictionRoute: MediaRoute = {
  parse({ path, body }) {
    const model = /\/models\/(.+)\/predictions$/.exec(path)?.[1];
    const prompt = asText(asObject(body?.['input'])?.['prompt']);
    return model === undefined || prompt === '' ? 'input.prompt is required' : { model, promptText: prompt };
  },
  answer({ headers }, { promptText: prompt }, view) {
    const { looks = 0, busy = 0 } = view.spec.predictions ?? {};
    const status = looks > 0 ? 'starting' : endOf(view.spec);
    const prediction = { id: `p${view.serial}`, prompt, status, looksLeft: looks, busyLeft: busy };
    const all = known.get(view.spec) ?? new Map<string, Prediction>();
    known.set(view.spec, all.set(prediction.id, prediction));
    return jsonMedia(shown(prediction, headers.host ?? ''), 201);
  },
  nothing: jsonMedia({ id: 'p0', status: 'succeeded', output: [] }, 201),
};

/** Looking, cancelling, and the files, which need no key. */
export function predictionExtras(
  request: ExtraRequest,
  unauthorized: (view: CallView) => AnyReply,
): AnyReply | null {
  const { path, method, headers, authorized, view } = request;
  const all = known.get(view.spec);
  const file = /^\/files\/(.+)\.png$/.exec(path)?.[1];
  if (file !== undefined) {
    const prompt = all?.get(file)?.prompt;
    if (prompt === undefined || headers.authorization !== undefined) return jsonReply(403, { detail: 'no' });
    return { status: 200, headers: { 'content-type': 'image/png' }, body: simPicture(view.spec.id, prompt) };
  }
  const found = /^\/v1\/predictions\/(\w+)(\/cancel)?$/.exec(path);
  if (found === null) return null;
  if (!authorized) return unauthorized(view);
  const prediction = all?.get(found[1] ?? '');
  if (prediction === undefined) return jsonReply(404, { detail: 'Not found', status: 404 });
  if (method === 'POST') prediction.status = 'canceled';
  else if (prediction.busyLeft > 0) {
    prediction.busyLeft -= 1;
    return jsonReply(429, {
      detail: 'Request was throttled. Your rate limit resets in ~0s.',
      retry_after: 0.01,
    });
  } else look(prediction, view.spec);
  return jsonReply(200, shown(prediction, headers.host ?? ''));
}

function look(prediction: Prediction, spec: SimSpec): void {
  if (prediction.looksLeft > 0) prediction.looksLeft -= 1;
  if (prediction.status !== 'canceled')
    prediction.status = prediction.looksLeft > 0 ? 'processing' : endOf(spec);
}

function endOf({ predictions }: SimSpec): Prediction['status'] {
  return predictions?.fails === true ? 'failed' : 'succeeded';
}

function shown({ id, status }: Prediction, host: string): object {
  const urls = {
    get: `http://${host}/v1/predictions/${id}`,
    cancel: `http://${host}/v1/predictions/${id}/cancel`,
  };
  const output = status === 'succeeded' ? [`http://${host}/files/${id}.png`] : null;
  return { id, status, urls, output, error: status === 'failed' ? 'NSFW content detected' : null };
}
