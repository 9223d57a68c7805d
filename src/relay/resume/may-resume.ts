import { isRecord } from '../../upstream/parse-body.ts';
import type { ChatBody } from '../../upstream/wire.ts';
import type { Course } from '../course.ts';
import { asksForJson } from '../prompt-size.ts';

/** Only plain text can be continued by somebody else; the client's word comes before the route's. */
export function mayResume({ request, trace }: Course): boolean {
  return (request.resume ?? trace.plan?.resume ?? true) && isPlainText(request.body);
}

function isPlainText(body: ChatBody): boolean {
  const { tools, functions, n, logprobs, modalities, audio } = body;
  const hasTools =
    (Array.isArray(tools) && tools.length > 0) || (Array.isArray(functions) && functions.length > 0);
  const several = typeof n === 'number' && n > 1;
  const spoken = isRecord(audio) || (Array.isArray(modalities) && modalities.some((mode) => mode !== 'text'));
  return !hasTools && !several && logprobs !== true && !spoken && !asksForJson(body);
}
