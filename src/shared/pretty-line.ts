const DIM = '\u001b[2m';
const RESET = '\u001b[0m';
const COLOURS: Readonly<Record<string, string>> = {
  trace: '\u001b[90m',
  debug: '\u001b[90m',
  info: '\u001b[32m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};

/** Fields of the caller may carry any name, these as well, so nothing here is sure to be text. */
type Line = Readonly<Record<'level' | 'time' | 'msg' | 'err', unknown>>;

/** A JSON line of the log as a person reads it: `INFO groq key 1/5 …`, and below it the stack of an error. */
export function formatPrettyLine(json: string, colour: boolean): string {
  const line = JSON.parse(json) as Line;
  const level = String(line.level);
  const text = `${indent(typeof line.msg === 'string' ? line.msg : '')}${stackOf(line.err)}\n`;
  if (!colour) return `${level.toUpperCase()} ${text}`;
  const time = `${DIM}${String(line.time).slice(11, 23)}${RESET}`;
  return `${time} ${COLOURS[level] ?? ''}${level.toUpperCase()}${RESET} ${text}`;
}

function stackOf(err: unknown): string {
  if (typeof err !== 'object' || err === null) return '';
  const { stack, message } = err as { stack?: unknown; message?: unknown };
  const text = stack ?? message;
  return typeof text === 'string' ? `\n  ${indent(text)}` : '';
}

/** A line break inside a text must not look like the next line of the log. */
function indent(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
