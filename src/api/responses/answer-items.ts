import type { Ids } from '../../shared/ids.ts';
import { isRecord } from '../../upstream/parse-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { openCustomCall, openFunctionCall, type CallItem } from './call-item.ts';
import { readDelta, type ToolDelta } from './read-delta.ts';
import { createItemFrame, type Emit, type ItemStatus, type OpenItem } from './item-frame.ts';
import type { Item } from './item.ts';
import { openMessage, type MessageItem } from './message-item.ts';
import { openReasoning, type ReasoningItem } from './reasoning-item.ts';
import type { ToolName } from './tool-names.ts';

export interface AnswerItemsParts {
  readonly emit: Emit;
  readonly ids: Ids;
  readonly names: ReadonlyMap<string, ToolName>;
}

/** The items of an answer, made of what a chat says: of its chunks, or of the whole of it at once. */
export class AnswerItems {
  readonly #parts: AnswerItemsParts;
  /** null = not closed yet. */
  readonly #output: (Item | null)[] = [];
  /** The text or the reasoning that is being written: what comes next ends it. */
  #prose:
    | ({ at: number } & ({ kind: 'message'; item: MessageItem } | { kind: 'reasoning'; item: ReasoningItem }))
    | null = null;
  /** Calls stay open to the end: providers may write them side by side. */
  readonly #calls = new Map<number, { readonly at: number; readonly item: CallItem }>();
  readonly #closedCalls: { readonly at: number; readonly item: CallItem }[] = [];
  #finishReason: string | null = null;
  #usage: JsonObject | null = null;

  constructor(parts: AnswerItemsParts) {
    this.#parts = parts;
  }

  get finishReason(): string | null {
    return this.#finishReason;
  }

  /** As the chat counts; null = nothing was told. */
  get usage(): JsonObject | null {
    return this.#usage;
  }

  /** A chat completion, or a chunk of one. */
  read(chunk: JsonObject): void {
    if (isRecord(chunk.usage)) this.#usage = chunk.usage;
    const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : null;
    if (!isRecord(choice)) return;
    const { reasoning, text, refusal, calls, logprobs } = readDelta(choice);
    if (reasoning !== '') this.#reasoning().text(reasoning);
    if (text !== '') this.#message().text(text, logprobs);
    if (refusal !== '') this.#message().refusal(refusal);
    calls.forEach((call, position) => this.#call(call, call.index ?? position));
    if (typeof choice.finish_reason === 'string') this.#finishReason = choice.finish_reason;
  }

  /** Closes whatever is open; all items in their order. */
  close(status: ItemStatus): readonly Item[] {
    this.#endProse(status);
    const calls = [...this.#closedCalls, ...this.#calls.values()].toSorted((one, other) => one.at - other.at);
    for (const { at, item } of calls) this.#output[at] = item.close(status);
    this.#calls.clear();
    this.#closedCalls.length = 0;
    return this.#output.filter((item) => item !== null);
  }

  #reasoning(): ReasoningItem {
    if (this.#prose?.kind === 'reasoning') return this.#prose.item;
    this.#endProse('completed');
    const { at, item } = this.#open('rs', openReasoning);
    this.#prose = { kind: 'reasoning', at, item };
    return item;
  }

  #message(): MessageItem {
    if (this.#prose?.kind === 'message') return this.#prose.item;
    this.#endProse('completed');
    const { at, item } = this.#open('msg', openMessage);
    this.#prose = { kind: 'message', at, item };
    return item;
  }

  #endProse(status: ItemStatus): void {
    if (this.#prose === null) return;
    this.#output[this.#prose.at] = this.#prose.item.close(status);
    this.#prose = null;
  }

  #call({ id, name, written }: ToolDelta, place: number): void {
    const known = this.#calls.get(place);
    // Some providers give every call the same place, and only a new id tells them apart.
    const isNew = known === undefined || (id !== '' && name !== '' && id !== known.item.callId);
    if (!isNew) return known.item.grow(written);
    if (known !== undefined) this.#closedCalls.push(known);
    this.#endProse('completed');
    const tool = this.#parts.names.get(name) ?? { kind: 'function', name, namespace: null };
    const callId = id === '' ? this.#parts.ids('call') : id;
    const isCustom = tool.kind === 'custom';
    const opened = this.#open(isCustom ? 'ctc' : 'fc', (frame) =>
      isCustom ? openCustomCall(frame, callId, tool) : openFunctionCall(frame, callId, tool),
    );
    this.#calls.set(place, opened);
    opened.item.grow(written);
  }

  #open<One extends OpenItem>(
    prefix: string,
    make: (frame: ReturnType<typeof createItemFrame>) => One,
  ): { readonly at: number; readonly item: One } {
    const at = this.#output.push(null) - 1;
    return { at, item: make(createItemFrame(this.#parts.emit, this.#parts.ids(prefix), at)) };
  }
}
