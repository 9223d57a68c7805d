import { describe, expect, it } from 'vitest';
import { readEvents } from './event-stream.ts';

async function readAll(pieces: readonly (string | Uint8Array)[]): Promise<string[]> {
  const encoder = new TextEncoder();
  const body = ReadableStream.from(
    pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece)),
  );
  const events: string[] = [];
  for await (const data of readEvents(body)) events.push(data);
  return events;
}

describe('readEvents', () => {
  const text =
    ': heartbeat\n\ndata: {"a":"é 👩‍👩‍👧"}\n\nevent: x\r\ndata: one\r\ndata:two\r\n\r\ndata: [DONE]\n\n';
  const events = ['{"a":"é 👩‍👩‍👧"}', 'one\ntwo', '[DONE]'];

  it('gives the data of each event, without comments', async () => {
    expect(await readAll([text])).toEqual(events);
  });

  it('is the same wherever the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(text);
    for (let at = 1; at < bytes.length; at += 1)
      expect(await readAll([bytes.slice(0, at), bytes.slice(at)]), `cut at ${at}`).toEqual(events);
    expect(await readAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(events);
  });

  it('gives a last event that no empty line ends, and nothing for an empty body', async () => {
    expect(await readAll(['data: a\n\ndata: b'])).toEqual(['a', 'b']);
    expect(await readAll([])).toEqual([]);
  });

  it('leaves the body when nobody reads on', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('data: a\n\ndata: b\n\n')),
      cancel: () => void (cancelled = true),
    });
    for await (const data of readEvents(body)) {
      expect(data).toBe('a');
      break;
    }
    expect(cancelled).toBe(true);
  });
});
