import type { ContentWish } from '../../../../src/api/views/content-view.ts';

/** What was generated once, as it was edited since. */
export interface Written {
  readonly id: string;
  /** ISO. */
  readonly at: string;
  readonly wish: ContentWish;
  /** The best first. */
  readonly texts: readonly string[];
  readonly provider: string;
  readonly model: string;
  readonly tookMs: number;
  readonly isSimulated: boolean;
}

/** The newest first; older ones are forgotten. */
export const mostKept = 20;
const name = 'noria.content.history';

/** What this browser kept; what is not as it was written here is passed over. */
export function readHistory(): readonly Written[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isWritten).slice(0, mostKept) : [];
  } catch {
    return [];
  }
}

/** Nothing is left where there is nothing to keep. */
export function keepHistory(history: readonly Written[]): void {
  try {
    if (history.length === 0) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(history));
  } catch {
    // Storage may be forbidden, or full: it holds for this visit.
  }
}

function isWritten(value: unknown): value is Written {
  const one = value as Partial<Written> | null;
  return (
    typeof one?.id === 'string' &&
    typeof one.at === 'string' &&
    typeof one.wish?.content_type === 'string' &&
    Array.isArray(one.texts) &&
    one.texts.every((text) => typeof text === 'string')
  );
}
