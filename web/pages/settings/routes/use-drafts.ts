import { useCallback, useMemo, useState } from 'react';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { draftOf, isChanged, type Draft } from './draft.ts';

/** The routes that are being edited, by their names. */
export interface Drafts {
  readonly all: ReadonlyMap<string, Draft>;
  readonly open: (route: RouteView) => void;
  readonly change: (draft: Draft) => void;
  readonly close: (name: string) => void;
  /** Names of those that say something else than when they were opened. */
  readonly unsaved: readonly string[];
}

export function useDrafts(): Drafts {
  const [all, setAll] = useState<ReadonlyMap<string, Draft>>(new Map());
  const change = useCallback(
    (draft: Draft) => setAll((before) => new Map(before).set(draft.name, draft)),
    [],
  );
  const open = useCallback((route: RouteView) => change(draftOf(route)), [change]);
  const close = useCallback(
    (name: string) => setAll((before) => new Map([...before].filter(([other]) => other !== name))),
    [],
  );
  const unsaved = useMemo(() => [...all.values()].filter(isChanged).map(({ name }) => name), [all]);
  return { all, open, change, close, unsaved };
}
