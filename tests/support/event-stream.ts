import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { EventViews } from '../../src/api/views/event-view.ts';

interface ShownEvent {
  readonly name: keyof EventViews;
  readonly id: number;
  readonly data: unknown;
}

/** A page that reads `/api/events`. */
export interface EventStream extends AsyncDisposable {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** All of a name so far. */
  all<Name extends keyof EventViews>(name: Name): EventViews[Name][];
  readonly events: readonly ShownEvent[];
  /** As it came. */
  raw(): string;
  /** The first that has come, or comes, and fits. */
  first<Name extends keyof EventViews>(
    name: Name,
    fits?: (data: EventViews[Name]) => boolean,
  ): Promise<EventViews[Name]>;
  /** Resolves when the other side has ended it. */
  readonly ended: Promise<void>;
}

const patienceMs = 8_000;

export async function readEvents(
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<EventStream> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${address}/api/events`, { headers, agent: false }, resolve).on('error', reject);
  });
  const ended = Promise.withResolvers<void>();
  const waiting = new Set<() => void>();
  const events: ShownEvent[] = [];
  let raw = '';
  let rest = '';
  answer.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (!block.startsWith(':')) events.push(eventOf(block));
    for (const look of waiting) look();
  });
  answer.on('close', () => ended.resolve());
  answer.on('error', () => undefined);

  function all<Name extends keyof EventViews>(name: Name): EventViews[Name][] {
    return events.flatMap((event) => (event.name === name ? [event.data as EventViews[Name]] : []));
  }

  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    events,
    all,
    raw: () => raw,
    ended: ended.promise,
    first: (name, fits = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(`no such "${name}" came; so far: ${events.map((event) => event.name).join(', ')}`),
          );
        }, patienceMs);
        const look = (): void => {
          const found = all(name).find((data) => fits(data));
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    [Symbol.asyncDispose]: async () => {
      answer.destroy();
      await ended.promise;
    },
  };
}

function eventOf(block: string): ShownEvent {
  const value = (field: string): string =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${field}: `))
      ?.slice(field.length + 2) ?? '';
  const name = value('event') as keyof EventViews;
  return { name, id: Number(value('id')), data: JSON.parse(value('data')) };
}
