import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from '../../keyring/access.ts';
import type { ChatAnswer } from '../../relay/request.ts';
import type { ChatFacts } from '../../upstream/chat-facts.ts';
import type { ChatContext } from '../api-context.ts';
import type { JsonObject } from '../http/json-body.ts';
import { signalOfClient } from '../http/signal-of-client.ts';
import { streamAnswer } from '../http/stream-answer.ts';
import { sendWhole } from '../http/whole-answer.ts';
import { checkChatBody } from './check-chat-body.ts';
import { readRequestHeaders } from './request-headers.ts';
import type { ClientResponse } from '../http/client-response.ts';

/** A chat call as it came in, by whichever door. */
export interface ArrivedChat {
  readonly body: JsonObject;
  /** What `body` was parsed from. */
  readonly bytes: Buffer | null;
  /** Of its messages, when they are not parsed yet. */
  readonly facts: ChatFacts | null;
  readonly headers: IncomingHttpHeaders;
  /** Whose key came with it; null = the administrator's. */
  readonly client: Client | null;
  readonly raw: ClientResponse;
  /** Epoch ms and monotone ms of the moment at which the whole request was there. */
  readonly arrivedAt: number;
  readonly arrivedTick: number;
}

/** Checks the call and asks the relay. @throws NoriaError */
export function askChat(context: ChatContext, arrived: ArrivedChat): Promise<ChatAnswer> {
  return context.relay.chat({
    ...checkChatBody(arrived.body, arrived.facts),
    ...readRequestHeaders(arrived.headers),
    bytes: arrived.bytes,
    facts: arrived.facts,
    client: arrived.client?.id ?? null,
    app: 'chat',
    signal: signalOfClient(arrived.raw),
    receivedAt: arrived.arrivedAt,
    receivedTick: arrived.arrivedTick,
  });
}

/** Sends it; a promise where that takes its time. */
export function sendChat(
  context: ChatContext,
  raw: ClientResponse,
  answer: ChatAnswer,
): Promise<void> | null {
  if (answer.kind === 'stream') return streamAnswer(context, raw, answer);
  sendWhole(context, raw, answer);
  return null;
}
