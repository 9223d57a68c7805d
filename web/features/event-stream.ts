/** The `data:` of each server-sent event of a body, in order; comments are passed over. Ends with the body, throws when it breaks. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      // The two halves of a line's end may come apart.
      const whole = rest.endsWith('\r') && !done ? rest.slice(0, -1) : rest;
      const events = whole.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n\n');
      rest = (events.pop() ?? '') + rest.slice(whole.length);
      for (const event of events) yield* dataOf(event);
      if (done) return yield* dataOf(rest);
    }
  } finally {
    // Whoever stops reading leaves: the gateway ends the call upstream.
    await reader.cancel().catch(() => undefined);
  }
}

function* dataOf(event: string): Generator<string> {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  if (lines.length > 0) yield lines.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n');
}
