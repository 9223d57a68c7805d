import { withoutReasoning } from '../chat/reasoning-filter.ts';
import { findFaults } from './checks/find-faults.ts';
import { weightOf, type Fault } from './checks/fault.ts';
import { removeInventions } from './checks/remove-inventions.ts';
import { withoutTitleCase } from './checks/title-case.ts';
import { isHeadline, sourceOf, type ContentRequest } from './content-request.ts';
import type { Written } from './ask-relay.ts';
import { fitText } from './length/fit-text.ts';
import { splitTexts } from './tidy/split-texts.ts';
import { tidyText } from './tidy/tidy-text.ts';
import { typeset } from './typography/typeset.ts';

/** A text with all that is wrong with it, and the call it is from. */
export interface Draft {
  readonly text: string;
  readonly faults: readonly Fault[];
  readonly from: Written;
}

/** What of an answer is looked at: more than any text may hold. A model that never stops must not keep the server busy. */
const mostWritten = 200_000;
const mostRead = 6_000;

/** The texts of an answer, tidied and typeset; as many as were wanted, without repetitions, at least one. */
export function draftsOf(written: Written, request: ContentRequest, wanted: number): Draft[] {
  const { type, language } = request;
  const answer = withoutReasoning(written.answer.slice(0, mostWritten)).slice(0, mostRead * wanted);
  const parts = splitTexts(answer, { headline: isHeadline(type), several: wanted > 1 });
  const texts = parts
    .slice(0, 3 * wanted)
    .map((part) => typeset(tidyText(part.slice(0, mostRead), type), language.code));
  const told = texts.filter((text) => text !== '').slice(0, wanted);
  return distinct(
    (told.length === 0 ? [''] : told).map((text, index, { length }) => {
      const isUnfinished = written.isUnfinished && index === length - 1;
      return { text, faults: findFaults(text, request, isUnfinished), from: written };
    }),
  );
}

export function weigh({ faults }: Draft): number {
  return faults.reduce((sum, fault) => sum + weightOf(fault), 0);
}

/** What can be made of a draft without a model: inventions go, it is cut to its length. null = nothing that stands. */
export function mend(draft: Draft, request: ContentRequest): Draft | null {
  if (draft.faults.length === 0) return draft;
  if (weigh(draft) >= 1_000) return null;
  const headline = isHeadline(request.type);
  const source = sourceOf(request);
  const has = (kind: Fault['kind']): boolean => draft.faults.some((fault) => fault.kind === kind);
  let text: string | null = draft.text;
  if (has('invented')) text = removeInventions(text, source, headline);
  if (text !== null && has('title_case')) text = withoutTitleCase(text, source);
  if (text !== null && has('unfinished')) text = upToLastSentence(text);
  if (text !== null)
    text = fitText(typeset(text, request.language.code), {
      limit: request.limit,
      dropsHashtags: request.type === 'social-media-post',
      headline,
    });
  if (text === null) return null;
  const faults = findFaults(text, request, false);
  const isUsable = faults.every(({ kind }) => kind === 'keywords' || kind === 'title_case');
  return isUsable ? { ...draft, text, faults } : null;
}

/** A text that the provider cut off ends where its last whole sentence ends, when it has one. */
function upToLastSentence(text: string): string {
  return /^[^]*[.!?…](?:[\u00a0\u202f]?[»”’)])?(?=\s|$)/u.exec(text)?.[0] ?? text;
}

/** Case, accents, punctuation and spaces make no other text. */
export function distinct(drafts: readonly Draft[]): Draft[] {
  const seen = new Set<string>();
  return drafts.filter(({ text }) => {
    const plain = text.normalize('NFD').toLowerCase();
    const key = plain.replace(/[^\p{L}\p{N}\p{Emoji_Presentation}]/gu, '') || plain;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
