const begun =
  'The reader already has the beginning of your answer: the text between the tags below. Your answer must begin with exactly that text,';

const interrupted =
  'Your last message broke off in its middle. Continue it: do not start over, do not sum up, do not comment, keep its ' +
  'language and its format. The reader also has the text between the tags below, which comes right after what you ' +
  'wrote. Your answer must begin with exactly that text,';

const manner =
  'character for character, without the tags and with nothing before it, and go straight on from its last character, ' +
  'in the middle of a word if it ends there.';

/**
 * Asks a model to go on with a text, in one line and the tags. The anchor stands there as it is, over several lines if it
 * has them; `hasContext`: what comes before it stands in the model's own turn.
 */
export function instruction(anchor: string, hasContext: boolean): string {
  return `${hasContext ? interrupted : begun} ${manner}\n<begin>${anchor}</begin>`;
}
