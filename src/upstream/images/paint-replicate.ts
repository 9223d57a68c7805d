import type { Clock } from '../../shared/clock.ts';
import { isRecord } from '../parse-body.ts';
import type { ChatCall } from '../wire.ts';
import { Refusal, type Exchanges, type Reply } from '../media/exchanges.ts';
import { jsonIn, refusalOf } from '../media/json-reply.ts';
import { jsonCall, placeOf, type Place } from '../media/place.ts';
import { ownPlace } from './own-place.ts';
import { promptOf, sizeOf, type Paint } from './picture.ts';

/** Replicate holds a create so long when it is asked to: https://replicate.com/docs/topics/predictions/create-a-prediction */
const heldSeconds = 30;
/** Replicate ends a run by itself then, should nobody be left to cancel it. */
const longestRun = '5m';
/** "Poll yourself at 0.5 to 2 s for images." */
const firstPauseMs = 500;
const longestPauseMs = 2_000;
/** A look may be refused for a moment without anything being lost; more in a row than this is no moment. */
const mostFailedLooks = 5;

interface Prediction {
  readonly id: string;
  readonly status: unknown;
  readonly output: unknown;
}

/** A prediction is created once, looked at until it is done, and cancelled when the call is broken off. */
export function createPaintReplicate({ after }: Pick<Clock, 'after'>): Paint {
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void after(ms, resolve));

  async function look(exchanges: Exchanges, place: Place): Promise<Reply> {
    for (let failed = 1; ; failed += 1) {
      try {
        return await exchanges.ask({ method: 'GET', ...place });
      } catch (error) {
        const waitMs = error instanceof Refusal ? waitAfter(error) : firstPauseMs;
        if (waitMs === null || failed > mostFailedLooks) throw error;
        await sleep(waitMs);
      }
    }
  }

  return async (call, exchanges) => {
    const question = { input: inputOf(call) };
    const create = jsonCall(ownPlace(call), question, {
      prefer: `wait=${heldSeconds}`,
      'cancel-after': longestRun,
    });
    let reply = await exchanges.ask(create);
    let prediction = predictionIn(reply);
    // Built here: an address that an answer names could be anybody's, and the key goes with it.
    const place = placeOf(call, `/predictions/${encodeURIComponent(prediction.id)}`);
    exchanges.onAbort(() => cancel(exchanges, place));
    for (
      let pauseMs = firstPauseMs;
      isRunning(prediction);
      pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)
    ) {
      await sleep(pauseMs);
      reply = await look(exchanges, place);
      prediction = predictionIn(reply);
    }
    exchanges.onAbort(null);
    if (prediction.status !== 'succeeded') throw refusalOf(reply, failureIn(reply));
    return { pictures: urlsIn(prediction.output).map((url) => ({ url })), usage: null };
  };
}

/** What nobody waits for any more must not go on costing money. */
function cancel(exchanges: Exchanges, { url, headers }: Place): void {
  exchanges.leaveBehind({ method: 'POST', url: `${url}/cancel`, headers });
}

function inputOf(call: ChatCall): Record<string, unknown> {
  const size = sizeOf(call);
  const { seed } = call.body;
  return {
    prompt: promptOf(call),
    ...(size === null
      ? {}
      : { aspect_ratio: `${size.width / divisor(size)}:${size.height / divisor(size)}` }),
    ...(typeof seed === 'number' ? { seed } : {}),
  };
}

function divisor({ width, height }: { readonly width: number; readonly height: number }): number {
  return height === 0 ? Math.max(1, width) : divisor({ width: height, height: width % height });
}

function predictionIn(reply: Reply): Prediction {
  const { id, status, output } = objectIn(reply);
  if (typeof id !== 'string' || id === '') throw new Error('the answer is no prediction');
  return { id, status, output };
}

/** A failed prediction fills `error` and is read by its status. */
function objectIn(reply: Reply): Record<string, unknown> {
  const parsed: unknown = JSON.parse(reply.body.toString());
  return isRecord(parsed) && typeof parsed.status === 'string' ? parsed : jsonIn(reply);
}

/** As a success with an error inside: `canceled` and `aborted` are no fault of the prompt, but as little a picture. */
function failureIn(reply: Reply): Record<string, unknown> {
  return { ...objectIn(reply), status: 'failed' };
}

function isRunning({ status }: Prediction): boolean {
  return status === 'starting' || status === 'processing';
}

/** ms until another look; null = it is no use. */
function waitAfter({ answer: { status, headers, body } }: Refusal): number | null {
  if (status >= 500) return longestPauseMs;
  if (status !== 429) return null;
  const told = isRecord(body) ? body.retry_after : undefined;
  const seconds = typeof told === 'number' ? told : Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : longestPauseMs;
}

function urlsIn(output: unknown): string[] {
  const list = Array.isArray(output) ? (output as unknown[]) : [output];
  return list.filter((entry) => typeof entry === 'string' && entry !== '') as string[];
}
