import type { TraceRecord } from '../../relay/traces/trace-record.ts';

type Cell = string | number | boolean | null;

/** What each column says of a request. */
const columns: Readonly<Record<string, (trace: TraceRecord) => Cell>> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  asked: ({ asked }) => asked,
  route: ({ route }) => route,
  strategy: ({ strategy }) => strategy,
  stream: ({ stream }) => stream,
  purpose: ({ purpose }) => purpose,
  client: ({ client }) => client,
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => code,
  provider: ({ provider }) => provider,
  model: ({ model }) => model,
  key: ({ key }) => key,
  local: ({ local }) => local,
  first_content_ms: ({ first_content_ms: ms }) => ms,
  took_ms: ({ took_ms: ms }) => ms,
  overhead_ms: ({ overhead_ms: ms }) => ms,
  input_tokens: ({ tokens }) => tokens.input,
  output_tokens: ({ tokens }) => tokens.output,
  attempts: ({ attempts }) => attempts.length,
  skipped: ({ skipped, skipped_more: more }) => skipped.length + more,
  waited_ms: ({ waits }) => waits.reduce((sum, { took_ms: ms }) => sum + ms, 0),
  resumes: ({ resumes }) => resumes.length,
  errors: ({ attempts }) => attempts.flatMap(errorOf).join('; '),
};

export const csvHead = rowOf(Object.keys(columns));

export function csvRow(trace: TraceRecord): string {
  return rowOf(Object.values(columns).map((column) => column(trace)));
}

function errorOf({
  provider,
  model,
  class: name,
  status,
  message,
}: TraceRecord['attempts'][number]): string[] {
  if (name === null) return [];
  return [
    [`${provider}/${model}`, name, status === 0 ? null : status, message]
      .filter((part) => part !== null)
      .join(' '),
  ];
}

/** RFC 4180: lines end with CRLF, quotes are doubled. */
function rowOf(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: Cell): string {
  const text = typeof cell === 'string' ? harmless(cell) : String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet takes what begins so for a formula and runs it, signs of full width included; where its own separator is a
 * semicolon or a tab, a cell begins behind that as well: https://owasp.org/www-community/attacks/CSV_Injection
 */
function harmless(text: string): string {
  const clean = text.replaceAll(/([;\t]\s*)(?=[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/g, "$1'");
  return /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/.test(clean) ? `'${clean}` : clean;
}
