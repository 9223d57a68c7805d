import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { TraceRecord } from '../../relay/traces/trace-record.ts';
import type { Traces } from '../../relay/traces/traces.ts';
import type { TraceFilter } from '../../store/traces.ts';
import { utcDay } from '../../shared/utc-day.ts';
import type { ApiContext } from '../api-context.ts';
import { csvHead, csvRow } from './trace-csv.ts';
import { traceFileQuery, type TraceFileQuery } from './traces-query.ts';

/** Traces that are in memory at once. */
const pageSize = 200;
const types = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json; charset=utf-8' };

/** GET /api/traces/export: all that is kept and fits the filters, the newest first, at the pace of the reader. */
export function addExportTraces(app: FastifyInstance, context: ApiContext): void {
  const { traces, keyring, scrub, clock } = context;
  app.get('/api/traces/export', { config: { audience: 'admin' } }, (request, reply) => {
    const { format, filter } = traceFileQuery(request.query, keyring);
    const file = `noria-requests-${utcDay(clock.now())}.${format}`;
    reply.header('content-type', types[format]);
    reply.header('content-disposition', `attachment; filename="${file}"`);
    reply.header('cache-control', 'no-store');
    const pieces = fileOf(pagesOf(traces, filter), format, scrub);
    // By bytes: a page is large, and few are to wait for a slow reader.
    return reply.send(Readable.from(pieces, { objectMode: false }));
  });
}

async function* pagesOf(
  traces: Pick<Traces, 'list'>,
  { before, ...filter }: TraceFilter,
): AsyncGenerator<readonly TraceRecord[]> {
  let from = before;
  for (;;) {
    const page = await traces.list({ ...filter, before: from, limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    from = { id: last.id };
  }
}

/** Also of what was written before a key became known: nothing leaves unscrubbed. */
async function* fileOf(
  pages: AsyncIterable<readonly TraceRecord[]>,
  format: TraceFileQuery['format'],
  scrub: (text: string) => string,
): AsyncGenerator<string> {
  if (format === 'csv') {
    yield csvHead;
    for await (const page of pages) yield page.map((trace) => scrub(csvRow(trace))).join('');
    return;
  }
  yield '{"traces":[';
  let between = '\n';
  for await (const page of pages) {
    yield between + page.map((trace) => scrub(JSON.stringify(trace))).join(',\n');
    between = ',\n';
  }
  yield '\n]}\n';
}
