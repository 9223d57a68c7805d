import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../json.ts';
import type { CallView } from '../profile.ts';

export interface MediaRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** JSON, or the fields of a form; null = neither. */
  readonly body: JsonObject | null;
  /** The file of a form. */
  readonly file: Buffer | null;
}

/** What is asked, as far as it counts. */
export interface ParsedMedia {
  readonly model: string;
  readonly promptText: string;
  /** Seconds of sound that it is about. */
  readonly seconds?: number;
}

export interface MediaReply {
  readonly type: string;
  readonly body: string | Buffer;
  readonly status?: number;
}

/** A route for vectors, pictures or sound. */
export interface MediaRoute {
  /** A message text = the call is malformed. */
  parse(request: MediaRequest): ParsedMedia | string;
  answer(request: MediaRequest, parsed: ParsedMedia, view: CallView): MediaReply;
  /** An answer that holds nothing. */
  readonly nothing: MediaReply;
}

export function jsonMedia(value: unknown, status?: number): MediaReply {
  return {
    type: 'application/json',
    body: JSON.stringify(value),
    ...(status === undefined ? {} : { status }),
  };
}
