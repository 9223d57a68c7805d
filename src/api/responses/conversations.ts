import { setImmediate } from 'node:timers/promises';
import { NoriaError } from '../../shared/errors.ts';
import type { ResponseBounds, ResponseRepository, StoredResponse } from '../../store/responses.ts';
import type { JsonObject } from '../http/json-body.ts';
import type { Item } from './item.ts';

/** Documented in docs/clients/openai-sdk.md. */
export const bounds: ResponseBounds = {
  rows: 1_000,
  bytes: 100 * 1024 * 1024,
  ageMs: 30 * 86_400_000,
};

/** Where a request goes on. */
export interface Before {
  readonly id: string;
  readonly conversation: string;
  /** Input and output of all of it, in their order. */
  readonly items: readonly Item[];
}

/** A response that is whole. */
export interface Kept {
  readonly client: string;
  readonly before: Before | null;
  readonly input: readonly Item[];
  readonly response: JsonObject;
  /** Epoch ms. */
  readonly at: number;
}

export interface Found {
  readonly input: readonly Item[];
  readonly response: JsonObject;
}

/** What was asked and answered, by client: another client's responses are as if they were not there. */
export interface Conversations {
  /** @throws NoriaError not_found; context_too_long when it is more than one request may hold */
  before(client: string, id: string): Promise<Before>;
  /** Found from now on; written a moment later. */
  keep(kept: Kept): void;
  /** @throws NoriaError not_found */
  get(client: string, id: string): Promise<Found>;
  /** @throws NoriaError not_found */
  remove(client: string, id: string): Promise<void>;
  /** What is kept is written. */
  close(): Promise<void>;
}

export interface ConversationsParts {
  readonly responses: ResponseRepository;
  /** Most bytes of a conversation that a request goes on with. */
  readonly mostBytes: number;
  readonly onError: (error: unknown) => void;
}

export function createConversations({ responses, mostBytes, onError }: ConversationsParts): Conversations {
  let writing: Promise<void> = Promise.resolve();

  /** Behind the answer, and behind the writes before: whoever asks waits for them. */
  async function write(kept: Kept, before: Promise<void>): Promise<void> {
    await before;
    await setImmediate();
    try {
      await responses.add(toRow(kept), bounds);
    } catch (error) {
      onError(error);
    }
  }

  return {
    async before(client, id) {
      await writing;
      const chain = await responses.chain(client, id, mostBytes);
      if (chain === 'too_large') throw tooLarge(id, mostBytes);
      const first = chain?.[0];
      if (chain === null || first === undefined) throw unknown(id, 'previous_response_id');
      if (first.previous !== null) throw broken(id, first.previous);
      return { id, conversation: first.conversation, items: chain.flatMap(itemsOf) };
    },
    keep: (kept) => {
      writing = write(kept, writing);
    },
    async get(client, id) {
      await writing;
      const row = await responses.get(client, id);
      if (row === null) throw unknown(id, 'response_id');
      return { input: parseItems(row.input), response: JSON.parse(row.response) as JsonObject };
    },
    async remove(client, id) {
      await writing;
      if (!(await responses.remove(client, id))) throw unknown(id, 'response_id');
    },
    close: () => writing,
  };
}

function toRow({ client, before, input, response, at }: Kept): StoredResponse {
  const id = String(response.id);
  return {
    id,
    client,
    conversation: before?.conversation ?? id,
    previous: before?.id ?? null,
    at,
    input: JSON.stringify(input),
    response: JSON.stringify(response),
  };
}

function itemsOf({ input, response }: StoredResponse): readonly Item[] {
  const { output } = JSON.parse(response) as { readonly output: readonly Item[] };
  return [...parseItems(input), ...output];
}

/** Our own writing. */
function parseItems(json: string): readonly Item[] {
  return JSON.parse(json) as readonly Item[];
}

function unknown(id: string, param: string): NoriaError {
  return new NoriaError('not_found', `There is no response "${id.slice(0, 100)}" of yours here.`, { param });
}

function tooLarge(id: string, mostBytes: number): NoriaError {
  const most = Math.round(mostBytes / 1024 / 1024);
  const message = `The conversation of "${id}" is larger than the ${most} MB that a request may hold: begin a new one.`;
  return new NoriaError('context_too_long', message, { param: 'previous_response_id' });
}

function broken(id: string, missing: string): NoriaError {
  return new NoriaError(
    'not_found',
    `The conversation of "${id}" is not whole any more: "${missing}" was deleted. Send the items themselves as input.`,
    { param: 'previous_response_id' },
  );
}
