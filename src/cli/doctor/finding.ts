export const areas = [
  'Node',
  'Settings',
  'Data folder',
  'Service',
  'Keys and providers',
  'Local models',
  'Clock',
  'Tools',
] as const;
export type Area = (typeof areas)[number];

/** One thing that was looked at. No secret stands in any of its texts. */
export interface Finding {
  readonly area: Area;
  /** `todo` counts against the end code; a `note` is only worth knowing. */
  readonly status: 'ok' | 'note' | 'todo';
  readonly says: string;
  /** What to do next; every `todo` has it. */
  readonly next?: string;
}

/** Makes the findings of one area. */
export interface Findings {
  readonly ok: (says: string) => Finding;
  readonly note: (says: string, next?: string) => Finding;
  readonly todo: (says: string, next: string) => Finding;
}

export function findingsOf(area: Area): Findings {
  return {
    ok: (says) => ({ area, status: 'ok', says }),
    note: (says, next) => ({ area, status: 'note', says, ...(next === undefined ? {} : { next }) }),
    todo: (says, next) => ({ area, status: 'todo', says, next }),
  };
}
