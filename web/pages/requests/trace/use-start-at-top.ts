import { useEffect } from 'react';

/** Whoever opens a trace, from wherever in the list, begins at its headline; so does a screen reader. */
export function useStartAtTop(id: string): void {
  useEffect(() => {
    window.scrollTo({ top: 0 });
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  }, [id]);
}
