import type { Block } from '../../engine/blocks.ts';
import type { Bucket } from '../../engine/bucket.ts';
import type { Lane } from '../../engine/nodes.ts';
import type { Plan, Strategy } from '../../engine/plan.ts';
import type { Demand } from '../../engine/reserve.ts';
import { runsHere } from '../../engine/runs-here.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { ChatRequest } from '../request.ts';
import type {
  AttemptRole,
  TraceAmount,
  TraceAttempt,
  TraceCandidate,
  TraceOutcome,
  TraceRecord,
  TraceResume,
  TraceSkip,
} from './trace-record.ts';
import type { KeptBodies } from './kept-bodies.ts';
import type { TraceFacts, Traced } from './traced.ts';

/** Skipped lanes that are told one by one. */
const mostSkips = 12;
const mostCandidates = 24;
/** Clients may write anything as model. */
const longestName = 200;

/** One attempt while it runs; changed in place. */
export interface AttemptTrace {
  readonly number: number;
  readonly role: AttemptRole;
  readonly lane: Lane;
  readonly at: number;
  readonly reserved: readonly Demand[];
  firstContentAt: number | null;
  endedAt: number | null;
  result: TraceAttempt['result'];
  /** Class, status and scrubbed message of a failure. */
  fault: { readonly class: string; readonly status: number; readonly message: string } | null;
  /** For each of `reserved`; null = given back. */
  settled: readonly number[] | null;
}

interface Skips {
  readonly at: number;
  readonly blocks: readonly Block[];
}

/**
 * What was decided for one request and why. Written while it is served, so it only keeps references; `record` makes
 * the readable form when somebody looks.
 */
export class Trace implements Traced {
  readonly id: string;
  readonly receivedAt: number;
  plan: Plan | null = null;
  strategy: Strategy | null = null;
  readonly attempts: AttemptTrace[] = [];
  code: ErrorCode | null = null;
  outcome: TraceOutcome | null = null;
  served: Lane | null = null;
  endedAt = 0;
  /** Until the first content, or the error; null while neither is there. */
  overheadMs: number | null = null;
  inputTokens = 0;
  outputTokens = 0;
  /** A call of Noria itself, and what for; null = a client's request. */
  readonly purpose: string | null;
  /** null = nothing of what is said is kept. */
  bodies: KeptBodies | null = null;
  readonly #asked: string | null;
  readonly #client: string | null;
  readonly #stream: boolean;
  #skips: Skips[] | null = null;
  #waits: { readonly at: number; readonly forMs: number; tookMs: number }[] | null = null;
  #resumes: TraceResume[] | null = null;
  #notes: { readonly at: number; readonly text: string }[] | null = null;

  constructor(id: string, { model, stream, purpose, client, receivedAt }: ChatRequest) {
    this.id = id;
    this.receivedAt = receivedAt;
    this.purpose = purpose ?? null;
    // The body and the connection must not live on with the trace.
    this.#asked = model?.slice(0, longestName) ?? null;
    this.#client = client ?? null;
    this.#stream = stream;
  }

  get isPlain(): boolean {
    return this.outcome === 'served' && this.attempts.length === 1 && this.#waits === null;
  }

  skipped(blocks: readonly Block[], at: number): void {
    this.#skips ??= [];
    this.#skips.push({ at, blocks });
  }

  waited(at: number, forMs: number, tookMs: number): void {
    this.#waits ??= [];
    this.#waits.push({ at, forMs, tookMs });
  }

  resumed(resume: TraceResume): void {
    this.#resumes ??= [];
    this.#resumes.push(resume);
  }

  note(text: string, at: number): void {
    this.#notes ??= [];
    this.#notes.push({ at, text });
  }

  facts(): TraceFacts {
    const { plan, served } = this;
    return {
      outcome: this.outcome ?? 'served',
      code: this.code,
      provider: served?.node.provider.id ?? null,
      model: served?.node.model.id ?? null,
      route: plan?.name ?? '',
      strategy: this.strategy,
      client: this.#client,
      key: served?.key.spec.masked ?? null,
    };
  }

  record(): TraceRecord {
    const { plan, served } = this;
    const { route, strategy, client, outcome, code, provider, model, key } = this.facts();
    const first = this.attempts.find(({ firstContentAt }) => firstContentAt !== null);
    const skips = this.#skipRecords();
    return {
      id: this.id,
      at: new Date(this.receivedAt).toISOString(),
      asked: this.#asked,
      route,
      strategy,
      looked: plan?.looked ?? null,
      stream: this.#stream,
      purpose: this.purpose,
      client,
      outcome,
      code,
      provider,
      model,
      key,
      local: served !== null && runsHere(served.node),
      first_content_ms: this.#since(first?.firstContentAt ?? null),
      took_ms: this.#since(this.endedAt) ?? 0,
      overhead_ms: round(this.overheadMs ?? 0),
      tokens: { input: this.inputTokens, output: this.outputTokens },
      ...this.#candidateRecords(skips),
      skipped: skips.slice(0, mostSkips),
      skipped_more: Math.max(0, skips.length - mostSkips),
      attempts: this.attempts.map((attempt) => this.#attemptRecord(attempt)),
      waits: (this.#waits ?? []).map(({ at, forMs, tookMs }) => ({
        at_ms: this.#since(at) ?? 0,
        for_ms: round(forMs),
        took_ms: round(tookMs),
      })),
      resumes: this.#resumes ?? [],
      notes: (this.#notes ?? []).map(({ at, text }) => ({ at_ms: this.#since(at) ?? 0, text })),
    };
  }

  #candidateRecords(skips: readonly TraceSkip[]): Pick<TraceRecord, 'candidates' | 'candidates_more'> {
    const nodes = [...new Set(this.plan?.steps.flatMap((step) => step.models) ?? [])];
    const asked = new Set(this.attempts.map(({ lane }) => lane.node));
    const candidates = nodes.slice(0, mostCandidates).map((node): TraceCandidate => {
      const [provider, model] = [node.provider.id, node.model.id];
      if (asked.has(node)) return { provider, model, fate: 'asked', reason: null };
      const skip = skips.find((one) => one.provider === provider && one.model === model);
      return skip === undefined
        ? { provider, model, fate: 'not_needed', reason: null }
        : { provider, model, fate: 'skipped', reason: skip.reason };
    });
    return { candidates, candidates_more: Math.max(0, nodes.length - mostCandidates) };
  }

  #skipRecords(): TraceSkip[] {
    return (this.#skips ?? []).flatMap(({ at, blocks }) =>
      blocks.map(({ lane, node, reason, until }) => ({
        at_ms: this.#since(at) ?? 0,
        provider: node.provider.id,
        model: node.model.id,
        key: lane.key.spec.masked,
        reason,
        until: Number.isFinite(until) ? new Date(until).toISOString() : null,
      })),
    );
  }

  #attemptRecord(attempt: AttemptTrace): TraceAttempt {
    const { lane, fault, reserved, settled } = attempt;
    return {
      number: attempt.number,
      role: attempt.role,
      provider: lane.node.provider.id,
      model: lane.node.model.id,
      key: lane.key.spec.masked,
      at_ms: this.#since(attempt.at) ?? 0,
      first_content_ms: this.#since(attempt.firstContentAt),
      took_ms: attempt.endedAt === null ? null : round(attempt.endedAt - attempt.at),
      result: attempt.result,
      class: fault?.class ?? null,
      status: fault?.status ?? null,
      message: fault?.message ?? null,
      reserved: reserved.map(({ bucket, amount }) => amountOf(bucket, amount)),
      settled: settled?.map((amount, index) => amountOf(reserved[index]?.bucket ?? null, amount)) ?? null,
    };
  }

  #since(at: number | null): number | null {
    return at === null ? null : round(at - this.receivedAt);
  }
}

function amountOf(bucket: Bucket | null, amount: number): TraceAmount {
  if (bucket === null) return { bucket: '', amount: round(amount) };
  const { unit, side, window } = bucket.spec;
  const counted = side === 'all' ? unit : `${side} ${unit}`;
  const name = window.kind === 'in_flight' ? `${counted} at once` : `${counted} a ${window.length}`;
  return { bucket: name, amount: round(amount) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
