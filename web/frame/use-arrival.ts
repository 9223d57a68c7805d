import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** Another page begins at its top, and the keyboard goes on there; whoever goes back finds the page as it was left. */
export function useArrival(): void {
  const [path] = useLocation();
  const before = useRef(path);
  const wentBack = useRef(false);
  // Listens before the router does, which shows the other page before it lets anybody else hear of the step.
  useLayoutEffect(() => {
    // To another part of the same page is a step as well.
    const note = (): void => void (wentBack.current = location.pathname !== before.current);
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
    // A page that leads somewhere itself has done so by now. While one loads, the one before is hidden.
    if (at === document.body || at?.closest('nav') !== null || !at.checkVisibility())
      document.getElementById('content')?.focus({ preventScroll: true });
  }, [path]);
}
