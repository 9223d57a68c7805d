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

/** Collects a body up to a bound. */
export class Collector {
  readonly #limitBytes: number;
  #only: Buffer | null = null;
  #chunks: Buffer[] | null = null;
  #size = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** False once the bound was exceeded and bytes were left out. */
  push(chunk: Buffer): boolean {
    this.#size += chunk.length;
    if (this.#size > this.#limitBytes) return false;
    if (this.#only === null) this.#only = chunk;
    else (this.#chunks ??= [this.#only]).push(chunk);
    return true;
  }

  body(): Buffer {
    if (this.#chunks !== null) return Buffer.concat(this.#chunks);
    return this.#only ?? Buffer.alloc(0);
  }
}
