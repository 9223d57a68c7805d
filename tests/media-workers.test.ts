import { expect, test } from 'vitest';
import { simSound, simVector } from '../fleet/media/samples.ts';
import { asClient, startTestCrew } from './support/crew.ts';
import { groqKey } from './support/media.ts';

test('with several processes, vectors and recordings pass through any of them to the one that counts', async () => {
  await using crew = await startTestCrew({
    workers: 2,
    specs: [
      { id: 'groq', keys: [groqKey('a')] },
      { id: 'ollama', keys: [], models: ['bge-m3:latest'] },
    ],
  });
  const ask = (path: string, body: string | FormData): Promise<Response> =>
    fetch(`${crew.url}/v1${path}`, { method: 'POST', headers: asClient, body });
  for (let call = 0; call < 2; call += 1) {
    const vectors = await ask('/embeddings', JSON.stringify({ model: 'bge-m3', input: 'one' }));
    expect(await vectors.json()).toMatchObject({ data: [{ embedding: simVector('bge-m3', 'one', 8) }] });
    const form = new FormData();
    form.append('file', new File([new Uint8Array(simSound(2))], 'talk.wav'));
    const text = await ask('/audio/transcriptions', form);
    expect(await text.json()).toEqual({ text: 'A recording of 2 seconds.' });
  }
}, 30_000);
