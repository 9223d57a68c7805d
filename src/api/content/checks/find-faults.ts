import { isHeadline, sourceOf, type ContentRequest } from '../content-request.ts';
import { detectLanguage, wordsOf } from '../detect-language.ts';
import { rulesOfWriting } from '../prompt.ts';
import type { Fault } from './fault.ts';
import { findInventions } from './invented.ts';
import { missingKeywords } from './keywords.ts';
import { isTitleCase } from './title-case.ts';

const refusal =
  /^(?:(?:i['’]m |je suis |nous sommes )?(?:sorry|désolée?s?)(?!\p{L})[^.!?\n]{0,40}(?:\bcan(?:not|['’]t)|\bne peux|\bne peut|\bne pouvons|\bunable)|i (?:cannot|can['’]t|won['’]t|am unable|am not able)|je ne (?:peux|suis) pas (?:en mesure|vous|répondre|aider|fournir|rédiger|écrire|générer|capable)|as an? (?:ai|language|artificial)|en tant qu['’](?:ia|intelligence|assistant)|en tant que modèle)/iu;

/** What is wrong with a text that has been tidied and typeset; nothing = it is finished. */
export function findFaults(text: string, request: ContentRequest, isUnfinished: boolean): readonly Fault[] {
  if (!/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(text)) return [{ kind: 'empty' }];
  if (refusal.test(text)) return [{ kind: 'refused' }];
  if (isLeak(text)) return [{ kind: 'leaked' }];
  const { type, language, limit } = request;
  const source = sourceOf(request);
  const faults: Fault[] = [];
  if (isOtherLanguage(text, language.code, source))
    faults.push({ kind: 'wrong_language', wanted: language.name });
  const length = limit.measure(text);
  if (length > limit.most) faults.push({ kind: 'too_long', length, most: limit.most });
  if (isUnfinished && !isHeadline(type)) faults.push({ kind: 'unfinished' });
  const inventions = findInventions(text, source);
  if (inventions.length > 0) faults.push({ kind: 'invented', pieces: inventions.map((one) => one.text) });
  if (isHeadline(type) && language.code === 'fr' && isTitleCase(text, source))
    faults.push({ kind: 'title_case' });
  const missing = missingKeywords(text, request);
  if (missing.length > 0) faults.push({ kind: 'keywords', missing });
  return faults;
}

/** Only French and English are told apart for certain; words of the client's own say nothing. */
function isOtherLanguage(text: string, wanted: string, source: string): boolean {
  if (wanted !== 'fr' && wanted !== 'en') return false;
  const { language, hits } = detectLanguage(text, new Set(wordsOf(source)));
  if (language === 'und') return !/[^\p{Script=Latin}\P{L}]/u.test(source);
  return hits >= 2 && language === (wanted === 'fr' ? 'en' : 'fr');
}

/** A sentence of the instructions stands in it. */
function isLeak(text: string): boolean {
  const plain = plainWords(text);
  return text.includes('</data>') || rulesOfWriting.some((sentence) => plain.includes(plainWords(sentence)));
}

function plainWords(text: string): string {
  return wordsOf(text).join(' ');
}
