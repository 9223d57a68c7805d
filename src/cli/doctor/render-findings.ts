import { terminalWidth, wrapText } from '../connect/wrap-text.ts';
import { areas, type Finding } from './finding.ts';

const marks = { ok: 'ok  ', note: 'note', todo: 'TODO' } as const;
const colours = { ok: 32, note: 36, todo: 33 } as const;

/** The findings under their areas; lines fit a terminal, colours only where they are wanted. */
export function renderFindings(findings: readonly Finding[], colour: boolean): string {
  const parts = areas.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    return own.length === 0 ? [] : [[area, ...own.map((finding) => renderOne(finding, colour))].join('\n')];
  });
  return `${[...parts, summaryOf(findings)].join('\n\n')}\n`;
}

function renderOne({ status, says, next }: Finding, colour: boolean): string {
  const mark = colour ? `\u001b[${colours[status]}m${marks[status]}\u001b[0m` : marks[status];
  const room = terminalWidth - 8;
  const hanging = (text: string): string => wrapText(text, room).replaceAll('\n', `\n${' '.repeat(8)}`);
  return `  ${mark}  ${hanging(says)}${next === undefined ? '' : `\n        → ${wrapText(next, room - 2).replaceAll('\n', `\n${' '.repeat(10)}`)}`}`;
}

function summaryOf(findings: readonly Finding[]): string {
  const count = findings.filter(({ status }) => status === 'todo').length;
  if (count === 0) return 'All is well.';
  return count === 1 ? 'One thing to do.' : `${count} things to do.`;
}
