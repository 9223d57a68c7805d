import { useEffect, useRef, type RefObject } from 'react';
import { lastOpened } from '../last-list.ts';

/** Who comes back from a trace finds the focus on its row. The browser itself finds the place on the page. */
export function useReturn(): RefObject<HTMLTableSectionElement | null> {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const id = lastOpened();
    if (id === null) return;
    const link = body.current?.querySelector<HTMLElement>(`a[href="/requests/${CSS.escape(id)}"]`);
    link?.focus({ preventScroll: true });
  }, []);
  return body;
}
