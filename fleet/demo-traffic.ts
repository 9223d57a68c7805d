import { setTimeout as sleep } from 'node:timers/promises';

export interface DemoTrafficOptions {
  /** Noria's address, e.g. http://127.0.0.1:6674. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly perMinute: number;
  readonly signal: AbortSignal;
}

const questions = [
  'Write a friendly two-line greeting for a new visitor.',
  'Why do waterwheels have buckets?',
  'Summarise in one sentence: many small springs make a river.',
  'Donne-moi trois idées de titres pour une boutique de thé.',
  'Explain a token bucket to a ten-year-old.',
  'What should I cook with leeks, eggs and rice?',
  'Give me a name for a cat that loves the rain.',
  'Traduis « the river never stops » en français.',
] as const;

/** Light, varied chat traffic until the signal; every second call is streamed. Failures are Noria's to show. */
export async function startDemoTraffic(options: DemoTrafficOptions): Promise<void> {
  const { signal, perMinute } = options;
  const pauseMs = 60_000 / Math.max(0.1, perMinute);
  const running = new Set<Promise<void>>();
  for (let index = 0; !signal.aborted; index += 1) {
    const call = ask(options, index).finally(() => running.delete(call));
    running.add(call);
    await sleep(pauseMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(running);
}

async function ask({ baseUrl, apiKey, signal }: DemoTrafficOptions, index: number): Promise<void> {
  const question = questions[index % questions.length];
  try {
    const response = await fetch(`${baseUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        model: index % 5 === 4 ? 'gpt-oss-20b' : 'auto',
        stream: index % 2 === 1,
        messages: [{ role: 'user', content: question }],
      }),
      signal,
    });
    await response.body?.pipeTo(new WritableStream(), { signal });
  } catch {
    // A refused or stopped call is part of the show; Noria's own pages tell about it.
  }
}
