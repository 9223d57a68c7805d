/**
 * Many streams held open by one process: `node bench/hold-streams.ts '<HoldPlan as JSON>'`, spoken with over IPC. It
 * says `open` when each has had content; asked for `count`, how many live and how many chunks have come to them all.
 */
import { Pool } from 'undici';
import { requestBody } from './harness/payloads.ts';
import type { Held, HoldPlan } from './memory/hold-plan.ts';

const plan = JSON.parse(process.argv[2] ?? '') as HoldPlan;
const pool = new Pool(plan.origin, { connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const body = requestBody(plan.ask);
const everyMs = 20;

let begun = 0;
let open = 0;
let ended = 0;
let chunks = 0;
let firstFailure: string | null = null;

process.on('message', () => tell('count'));
process.on('disconnect', () => process.exit());
const opening = setInterval(() => {
  for (let more = Math.ceil((plan.perSecond * everyMs) / 1_000); more > 0 && begun < plan.streams; more -= 1)
    hold();
  if (begun < plan.streams) return;
  clearInterval(opening);
}, everyMs);

function hold(): void {
  begun += 1;
  let hasContent = false;
  pool.dispatch(
    {
      path: '/v1/chat/completions',
      method: 'POST',
      headers: { 'content-type': 'application/json', ...plan.headers },
      body,
    },
    {
      // A handler without it is taken for one of the old interface.
      onRequestStart() {},
      onResponseStart(_controller, status) {
        if (status !== 200) firstFailure ??= `status ${status}`;
      },
      onResponseData() {
        chunks += 1;
        if (hasContent) return;
        hasContent = true;
        open += 1;
        if (open + ended >= plan.streams) tell('open');
      },
      onResponseEnd: () => end('a stream ended'),
      onResponseError: (_controller, error) => end(error.message),
    },
  );
}

function end(why: string): void {
  ended += 1;
  firstFailure ??= why;
  if (open + ended >= plan.streams) tell('open');
}

function tell(kind: Held['kind']): void {
  process.send?.({ kind, alive: begun - ended, chunks, firstFailure } satisfies Held);
}
