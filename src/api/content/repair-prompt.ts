import type { ChatMessage } from '../../upstream/wire.ts';
import type { ContentRequest } from './content-request.ts';
import type { Draft } from './draft.ts';
import { tellFault } from './checks/fault.ts';
import { promptFor } from './prompt.ts';
import { separator } from './tidy/split-texts.ts';

/** The same request again, with what came of it and what is wrong with that. `missing` texts are wanted. */
export function repairPrompt(
  request: ContentRequest,
  drafts: readonly Draft[],
  missing: number,
): ChatMessage[] {
  const shown = drafts.filter(({ text }) => text !== '');
  const answer = shown.map(({ text }) => text).join(`\n${separator}\n`);
  const said: ChatMessage[] = answer === '' ? [] : [{ role: 'assistant', content: answer }];
  return [...promptFor(request), ...said, { role: 'user', content: wordsFor(drafts, missing) }];
}

function wordsFor(drafts: readonly Draft[], missing: number): string {
  const isOne = drafts.length <= 1 && missing === 1;
  const faults = drafts.flatMap(({ faults: found, text }, index) => {
    const name = isOne ? '' : `Text ${index + 1}: `;
    if (text === '') return found.map((fault) => `- ${name}${tellFault(fault)}`);
    return found.length === 0
      ? [`- ${name}this one is good and is kept; do not write it again.`]
      : found.map((fault) => `- ${name}${tellFault(fault)}`);
  });
  const order = isOne
    ? 'Write it again so that all of this is right. Answer with the text alone.'
    : `Write ${missing === 1 ? 'one more text' : `${missing} more texts`} in which all of this is right, different from each other and from those above. ` +
      `Answer with ${missing === 1 ? 'the text alone' : `the texts alone, a line with nothing but ${separator} between two of them`}.`;
  return [isOne ? 'That text cannot be used:' : 'Of these texts not all can be used:', ...faults, order].join(
    '\n',
  );
}
