import type { KeyTest, Provider } from '../../catalog/types.ts';
import type { Classification } from '../../engine/classification.ts';
import { classify } from '../../engine/classify.ts';
import type { HttpAnswer } from '../../upstream/ask.ts';

/** Why a test failed, in one word that a page can translate. */
export type TestCause = 'wrong_key' | 'no_quota' | 'network' | 'region' | 'model_unknown' | 'unclear';

export interface TestFault {
  readonly cause: TestCause;
  /** The provider's own words without secrets, as far as it used any. */
  readonly message: string;
}

const longestMessage = 300;

/** What an answer that is no yes says of the key. */
export function faultOf(
  def: Provider,
  test: KeyTest,
  answer: HttpAnswer,
  scrub: (text: string) => string,
): TestFault {
  const meaning = classify(def, answer, 0);
  const cause = causeOf(meaning, test, answer.status);
  const words = isPage(answer.body) ? '' : scrub(meaning.message).slice(0, longestMessage);
  return { cause, message: words === '' ? withoutWords(cause, def, answer.status) : words };
}

function causeOf(meaning: Classification, test: KeyTest, status: number): TestCause {
  if (meaning.class === 'credential') return 'wrong_key';
  if (isAboutRegion(meaning, status)) return 'region';
  // Also where the table calls it a bad key: an account without money is not another account.
  if (meaning.class === 'quota_spent' || meaning.class === 'rate_limited') return 'no_quota';
  if (test.badStatuses.includes(status)) return 'wrong_key';
  const namesModel = test.body?.['model'] !== undefined;
  const lacksModel = meaning.class === 'model_gone' || meaning.class === 'model_forbidden';
  return namesModel && lacksModel ? 'model_unknown' : 'unclear';
}

/** 451 is "unavailable for legal reasons" (RFC 7725). */
function isAboutRegion({ rule, message }: Classification, status: number): boolean {
  if (rule === 'region_blocked' || rule === 'forbidden_or_region' || status === 451) return true;
  return (
    (status === 400 || status === 403) && /\b(country|countries|region|territory|location)\b/i.test(message)
  );
}

/** What stands in between answers with pages (a proxy, a bot check): no words of the provider. */
function isPage(body: unknown): boolean {
  return typeof body === 'string' && /^\s*</.test(body);
}

function withoutWords(cause: TestCause, { name }: Provider, status: number): string {
  if (cause === 'wrong_key') return `${name} refuses the key (status ${status})`;
  return `${name} answered with status ${status}`;
}
