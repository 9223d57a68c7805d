import { useEffect, useRef } from 'react';

/** Runs some time after `value` has changed, once for all changes in between: for what no event brings itself. */
export function useFollow(value: unknown, afterMs: number, run: () => void): void {
  const seen = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const told = useRef(run);
  useEffect(() => {
    told.current = run;
  });
  useEffect(() => {
    if (Object.is(seen.current, value)) return;
    seen.current = value;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      told.current();
    }, afterMs);
  }, [value, afterMs]);
  useEffect(() => () => clearTimeout(timer.current), []);
}
