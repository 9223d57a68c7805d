import type { Task } from '../catalog/types.ts';
import type { ChatBody, ChatCall } from '../upstream/wire.ts';
import type { Going } from './attempts.ts';
import { lowerBound } from './output-cap.ts';
import type { ChatRequest } from './request.ts';

/** Every lane of a plan is for it. */
export function taskOf({ task = 'chat' }: Pick<ChatRequest, 'task'>): Task {
  return task;
}

/** What a wire is asked: the request over one lane. `body` is the client's own, or one that was made to go on with a text. */
export function callOf(
  { pick: { lane, maxTokens }, trace }: Going,
  request: ChatRequest,
  body: ChatBody,
): ChatCall {
  const { spec } = lane.node.provider;
  const isOwn = body === request.body;
  return {
    task: taskOf(request),
    provider: spec.def,
    baseUrl: spec.baseUrl,
    secret: lane.key.spec.secret,
    model: lane.node.model.id,
    family: lane.node.model.family,
    body,
    bytes: isOwn ? (request.bytes ?? null) : null,
    facts: isOwn ? (request.facts ?? null) : null,
    // Whoever comes later copies them: this call may still be sending.
    mayOverwrite: trace.role === 'first',
    stream: request.stream,
    clientWantsUsage: request.wantsUsage,
    maxTokens: lowerBound(maxTokens, lane.node.mostOutput),
    refusedParams: lane.node.refusedParams,
  };
}
