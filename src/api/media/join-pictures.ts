import type { AnswerMeta } from '../../relay/request.ts';
import { isRecord, parseBody } from '../../upstream/parse-body.ts';
import type { MediaAnswer } from './ask-media.ts';

/** Several answers as one. Pictures that came are not thrown away for one that did not. @throws the first error when none came */
export function joinPictures(
  outcomes: readonly PromiseSettledResult<MediaAnswer>[],
): Pick<MediaAnswer, 'meta' | 'body'> {
  const came = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const [first] = came;
  if (first === undefined) throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
  const bodies = came.map(({ body }) => parseBody(body)).filter(isRecord);
  const data = bodies.flatMap((body) => (Array.isArray(body.data) ? (body.data as unknown[]) : []));
  return { meta: joined(first.meta, came), body: Buffer.from(JSON.stringify({ ...bodies[0], data })) };
}

/** Headers name the first's provider and trace; attempts are those of all. */
function joined(meta: AnswerMeta, answers: readonly MediaAnswer[]): AnswerMeta {
  const attempts = answers.reduce((sum, answer) => sum + answer.meta.attempts, 0);
  return { ...meta, attempts, overheadMs: Math.max(...answers.map((answer) => answer.meta.overheadMs)) };
}
