import { createSseReader } from '../../upstream/sse-events.ts';
import type { WholeAnswer } from '../../upstream/wire.ts';
import type { AnswerSink, ChatRequest } from '../request.ts';
import { BoundedText } from './bounded-text.ts';
import { addAnswer, addEvent, addRequest } from './said-text.ts';

/** What a client said and what it was answered, as a trace shows it. */
export interface TraceBodies {
  readonly request: string;
  readonly answer: string;
}

/** Characters of each text. */
const mostShown = 20_000;
/** Longer than any key: so much more is held, so that a key is never cut before it is looked for. */
const margin = 4_096;

/** What is said in one request, for who wants it kept (`NORIA_TRACE_BODIES`). Without that none is made. */
export class KeptBodies {
  readonly #request = new BoundedText(mostShown + margin);
  readonly #answer = new BoundedText(mostShown + margin);

  /** Before the first call: the bytes of a body may be changed in place by it. */
  constructor({ body }: Pick<ChatRequest, 'body'>) {
    addRequest(this.#request, body);
  }

  /** An answer that came in one piece. Sound and other bytes say nothing. */
  whole({ body, contentType }: Pick<WholeAnswer, 'body' | 'contentType'>): void {
    if (contentType === undefined) addAnswer(this.#answer, body);
  }

  /** The sink, with what goes through it noted once it has gone. */
  recording(sink: AnswerSink): AnswerSink {
    const events = createSseReader((_event, data) => addEvent(this.#answer, data));
    let listens = true;
    const hear = (bytes: Buffer | string): void => {
      try {
        events.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      } catch {
        // An event of a megabyte: what was said before it stays.
        listens = false;
      }
    };
    return {
      write: (bytes) => {
        const flows = sink.write(bytes);
        if (listens && !this.#answer.isFull) hear(bytes);
        return flows;
      },
      onDrain: (listener) => sink.onDrain(listener),
      end: () => sink.end(),
    };
  }

  /** Without the secrets that `scrub` finds. */
  shown(scrub: (text: string) => string): TraceBodies {
    return { request: cleaned(this.#request, scrub), answer: cleaned(this.#answer, scrub) };
  }
}

function cleaned(text: BoundedText, scrub: (text: string) => string): string {
  const clean = scrub(text.toString());
  // Where it was cut there may be half a key, which nobody knows.
  const end = text.isFull ? Math.min(mostShown, clean.length - margin) : mostShown;
  return clean.slice(0, Math.max(0, end)).toWellFormed();
}
