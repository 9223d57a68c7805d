import type { z } from 'zod';

/** A field's shape. Only told: the routes parse by hand, and nothing of this is looked at while they run. */
export type Shape = z.ZodType;

/** What is said of one registered route. */
export interface RouteDoc {
  /** The path as it is shown, where the registered one is a wildcard: `/v1beta/models/{model}:generateContent` */
  readonly as?: string;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  /** Parts of the path: what they are. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  readonly body?: BodyDoc;
  /** By status. What goes wrong is told once for the group. */
  readonly answers: Readonly<Record<string, AnswerDoc>>;
}

export interface BodyDoc {
  readonly schema: Shape;
  readonly example: Readonly<Record<string, unknown>>;
  /** JSON without it. */
  readonly type?: string;
}

export interface AnswerDoc {
  readonly says: string;
  /** By content type; none = the answer has no body worth a word. */
  readonly content?: Readonly<Record<string, ContentDoc>>;
}

export interface ContentDoc {
  readonly schema: Shape;
  readonly example?: unknown;
}

/** Routes that belong together. */
export interface GroupDoc {
  readonly tag: string;
  readonly description: string;
  /** They ask providers: the `x-noria-…` headers come and go with them. */
  readonly relays: boolean;
  /** The body of every answer that is an error. */
  readonly error: ContentDoc;
  /** By `METHOD /path` as registered; several where one registered route is shown as several. */
  readonly routes: Readonly<Record<string, RouteDoc | readonly RouteDoc[]>>;
}

export const json = 'application/json';

/** An answer in JSON. */
export function jsonAnswer(says: string, schema: Shape, example?: unknown): AnswerDoc {
  return { says, content: { [json]: { schema, ...(example === undefined ? {} : { example }) } } };
}
