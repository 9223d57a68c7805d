import type { BulkLineView } from '../../../../src/api/views/key-view.ts';

/** Whose the keys are that tell nothing of it: provider by line. */
export type Choices = Readonly<Record<number, string>>;

/** What was chosen for a line, else for the nearest line above it that leaves the same choice: many keys of one provider are chosen once. */
export function choiceFor(line: BulkLineView, lines: readonly BulkLineView[], choices: Choices): string {
  const same = lines.filter(
    (one) =>
      one.result === 'ask' && one.line <= line.line && one.candidates.join() === line.candidates.join(),
  );
  return same.toReversed().reduce((found, one) => found || (choices[one.line] ?? ''), '');
}

/** Choices of all lines that leave one; '' where none was made. */
export function allChoices(lines: readonly BulkLineView[], choices: Choices): Choices {
  return Object.fromEntries(
    lines
      .filter(({ result }) => result === 'ask')
      .map((line) => [line.line, choiceFor(line, lines, choices)]),
  );
}
