import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** Another page begins at its top, and the keyboard goes on there; whoever goes back finds the page as it was left. */
export function useArrival(): void {
  const [path] = useLocation();
  const before = useRef(path);
  const wentBack = useRef(false);
  useEffect(() => {
    const note = (): void => void (wentBack.current = true);
    addEventListener('popstate', note);
    return () => removeEventListener('popstate', note);
  }, []);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const back = wentBack.current;
    wentBack.current = false;
    if (back || location.hash !== '') return;
    scrollTo(0, 0);
    const at = document.activeElement;
    // A page that leads somewhere itself has done so by now.
    if (at === document.body || at?.closest('nav') !== null)
      document.getElementById('content')?.focus({ preventScroll: true });
  }, [path]);
}
