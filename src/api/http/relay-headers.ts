import type { NoriaError } from '../../shared/errors.ts';
import type { AnswerMeta } from '../../relay/request.ts';

/** The contract's response headers, lower case. On a failure the provider, model and key are those asked last; empty = none was. */
export function relayHeaders(meta: AnswerMeta): Record<string, string> {
  const list = relayHeaderList(meta);
  const headers: Record<string, string> = {};
  for (let at = 0; at < list.length; at += 2) headers[list[at] ?? ''] = list[at + 1] ?? '';
  return headers;
}

/** The same as names and values in turn, which Node takes as they are: for what is answered thousands of times a second. */
export function relayHeaderList(meta: AnswerMeta): string[] {
  const list = [
    'x-noria-provider',
    headerText(meta.provider),
    'x-noria-model',
    headerText(meta.model),
    'x-noria-key',
    headerText(meta.maskedKey),
    'x-noria-attempts',
    String(meta.attempts),
    'x-noria-trace',
    meta.traceId,
    'x-noria-overhead-ms',
    meta.overheadMs.toFixed(2),
  ];
  if (meta.local) list.push('x-noria-local', 'true');
  return list;
}

/** What the relay put on its error; for one thrown before the relay was asked, a trace id of its own. */
export function metaOfError(error: NoriaError, newTraceId: () => string): AnswerMeta {
  const { meta } = error as NoriaError & { readonly meta?: AnswerMeta };
  const last = error.details.attempts?.at(-1);
  const nobody = { provider: '', model: '', maskedKey: '', attempts: 0, overheadMs: 0, local: false };
  return {
    ...nobody,
    ...(meta ?? { traceId: newTraceId() }),
    ...(last === undefined ? {} : { provider: last.provider, model: last.model, maskedKey: last.key }),
  };
}

/** A model may be called anything; a header takes visible ASCII. */
function headerText(text: string): string {
  return unfit.test(text) ? text.replace(/[^\x20-\x7e]/g, '?') : text;
}

const unfit = /[^\x20-\x7e]/;
