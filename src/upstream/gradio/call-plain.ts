import { isRecord } from '../parse-body.ts';
import { answerText } from './answer-text.ts';
import { joinPrompt, toPrompt } from './prompt.ts';
import type { Space } from './space.ts';
import type { Fetched } from './steps.ts';
import { createTextAnswer } from './text-answer.ts';
import { wishesOf } from './wishes.ts';

/** A prompt this long at the beginning of an answer is an echo (`return_full_text`), a shorter one may be its own words. */
const shortestEcho = 40;

/** A generator of the owner's own making: one POST with the prompt, under the names most of them know. */
export async function callPlain(space: Space, id: string): Promise<void> {
  const { call, root, headers, steps, listener } = space;
  const prompt = joinPrompt(toPrompt(call.body.messages ?? []));
  const { maxTokens, temperature } = wishesOf(call.body);
  const body = JSON.stringify({
    inputs: prompt,
    prompt,
    parameters: { max_new_tokens: maxTokens, temperature },
  });
  const request = {
    method: 'POST',
    url: root,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  } as const;
  const got = await steps.fetch(request, () => listener.sent());
  const text = textOf(got);
  if (text === null) return listener.refused(got);
  listener.head(got.headers);
  const answer = createTextAnswer(space, id);
  answer.tell(prompt.length >= shortestEcho && text.startsWith(prompt) ? text.slice(prompt.length) : text);
  answer.finish();
}

function textOf({ status, headers, body }: Fetched): string | null {
  if (status >= 300 || isPage(body)) return null;
  // JSON that was cut in its middle is no text.
  if (typeof body === 'string' && /^[[{]/.test(body) && headers['content-type']?.includes('json') === true)
    return null;
  if (isRecord(body) && (isRecord(body.error) || (typeof body.error === 'string' && body.error !== '')))
    return null;
  return answerText(body);
}

/** A page for people, as hosts show while they start or stop. */
function isPage(body: unknown): boolean {
  return typeof body === 'string' && /^<(?:!doctype|html)/i.test(body);
}
