import type { Search } from '../engine/choose.ts';
import { survey, type Survey } from '../engine/blocks.ts';
import { foresee } from '../engine/foresee.ts';
import type { ProviderNode } from '../engine/nodes.ts';

/** Behind so many the moment is lived through for everybody; behind more, once for all who ask within a moment. */
const exactAhead = 16;
/** Lived through one by one; what lies beyond is told by their mean. */
const mostLived = 256;
const holdsMs = 250;
const mostLines = 200;
const mostPlans = 50;

interface Seen {
  readonly seenAt: number;
  readonly ahead: number;
  readonly at: number;
  /** ms from one to the next in line, in the mean. */
  readonly gapMs: number;
}

/** What a request that has tried nothing yet saw of all lanes, and of when. */
interface Glance {
  readonly survey: Survey;
  readonly seenAt: number;
  /** Changes and begun calls of its providers until then. */
  readonly changes: number;
}

/** Told one by one to a client, or in a trace. */
const mostTold = 40;

/** When somebody can be served who joins those who wait: foreseeing is dear, and a crowd asks all at once. */
export class Outlook {
  readonly #seen = new Map<string, Seen>();
  readonly #glances = new Map<Search['steps'], Map<string, Glance>>();

  /** What keeps all lanes of a search from serving; whoever asks the same while nothing changed is told the same. */
  survey(search: Search): Survey {
    const { need, now, steps, tried } = search;
    if (tried.lanes.size > 0 || tried.models.size > 0) return survey(search, mostTold);
    const name = `${need.chars}|${need.maxTokens}|${need.seconds}`;
    const changes = changesOf(steps);
    const glances = this.#glancesOf(steps);
    const known = glances.get(name);
    const holds = known?.changes === changes && now - known.seenAt < holdsMs && now < known.survey.earliestAt;
    if (known !== undefined && holds) return known.survey;
    const fresh = survey(search, mostTold);
    if (glances.size >= mostLines) glances.clear();
    glances.set(name, { survey: fresh, seenAt: now, changes });
    return fresh;
  }

  #glancesOf(steps: Search['steps']): Map<string, Glance> {
    let known = this.#glances.get(steps);
    if (known !== undefined) return known;
    if (this.#glances.size >= mostPlans) this.#glances.clear();
    this.#glances.set(steps, (known = new Map()));
    return known;
  }

  /** Epoch ms at which the request can be served behind all who wait, in their order; Infinity when no clock says it. */
  foreseen(line: string, search: Search, waiting: readonly (() => Search)[]): number {
    const { now } = search;
    const ahead = waiting.length;
    const seen = this.#seen.get(line);
    const isFresh = seen !== undefined && now - seen.seenAt < holdsMs && seen.ahead <= ahead;
    if (ahead > exactAhead && isFresh) return seen.at + (ahead - seen.ahead) * seen.gapMs;
    const lived = waiting.slice(0, mostLived).map((searchOf) => searchOf());
    const soon = foresee(search, lived);
    const at =
      ahead > mostLived && soon !== Infinity ? now + ((soon - now) * (ahead + 1)) / (mostLived + 1) : soon;
    if (this.#seen.size > mostLines) this.#seen.clear();
    this.#seen.set(line, { seenAt: now, ahead, at, gapMs: at === Infinity ? 0 : (at - now) / (ahead + 1) });
    return at;
  }
}

/** Grows with every change in one of the providers of the steps, and with every call. */
function changesOf(steps: Search['steps']): number {
  const providers = new Set<ProviderNode>();
  for (const step of steps) for (const { provider } of step.models) providers.add(provider);
  let sum = 0;
  for (const { changes, begun } of providers) sum += changes + begun;
  return sum;
}
