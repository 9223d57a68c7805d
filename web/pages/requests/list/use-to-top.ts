import { useCallback, useEffect, useState, type RefObject } from 'react';

/** Leads the reader, and the focus, to the first row once it is there. */
export function useToTop(list: RefObject<HTMLElement | null>): () => void {
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked === 0) return;
    window.scrollTo({ top: 0 });
    list.current?.querySelector('a')?.focus({ preventScroll: true });
  }, [asked, list]);
  return useCallback(() => setAsked((before) => before + 1), []);
}
