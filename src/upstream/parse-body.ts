/** A body as JSON, or as its text when it is none; blank padding around JSON is no fault (DeepSeek pads with blank lines). */
export function parseBody(body: Buffer): unknown {
  const text = body.toString('utf8').trim();
  if (text === '') return '';
  const first = text.charCodeAt(0);
  if (first !== 0x7b && first !== 0x5b && first !== 0x22 && text !== 'null') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Collects a body up to a bound; `full` is false once it was exceeded and bytes were left out. */
export function createCollector(limitBytes: number): { push(chunk: Buffer): boolean; body(): Buffer } {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    push: (chunk) => {
      size += chunk.length;
      if (size > limitBytes) return false;
      chunks.push(chunk);
      return true;
    },
    body: () => (chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks)),
  };
}
