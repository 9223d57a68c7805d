import { callId } from './tool-calls.ts';

/** The tool calls of a conversation that have no result yet: dialects without ids match them by name and order. */
export class OpenCalls {
  #open: { readonly id: string; readonly name: string }[] = [];
  #count = 0;

  /** The id under which the call goes to the provider. */
  add(name: string, id: unknown): string {
    this.#count += 1;
    const known = typeof id === 'string' && id !== '' ? id : callId(this.#count);
    this.#open.push({ id: known, name });
    return known;
  }

  /** The id of the call that a result is of: by its id, else the first of that name, else the first; null = there is none. */
  close({ id, name }: { readonly id: unknown; readonly name: unknown }): string | null {
    const hasId = typeof id === 'string' && id !== '';
    const hasName = typeof name === 'string' && name !== '';
    const found = this.#open.find((call) => (hasId ? call.id === id : !hasName || call.name === name));
    if (found === undefined) return null;
    this.#open = this.#open.filter((call) => call !== found);
    return found.id;
  }
}
