import type { Answer } from '../answer/compose-answer.ts';
import type { ParsedChat } from '../answer/parsed-chat.ts';
import type { JsonObject } from '../json.ts';

/** One dialect: how a chat call is read and how its answer is written. All texts are complete frames. */
export interface Wire {
  readonly streamType: string;
  /** A message text = the call is malformed. */
  parse(body: JsonObject): ParsedChat | string;
  /** The body of an answer that is not streamed. */
  whole(answer: Answer): string;
  /** Frames before the first content. */
  open(answer: Answer): string;
  delta(answer: Answer, text: string, choice: number): string;
  toolDeltas(answer: Answer): readonly string[];
  /** Finish reason and usage, without the end marker. */
  close(answer: Answer): string;
  readonly done: string;
  /** An error inside a 200 stream. `payload` is the profile's. */
  error(payload: unknown): string;
}
