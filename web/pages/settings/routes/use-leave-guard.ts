import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { guardPage, type WayOut } from '../../../lib/leave-guard.ts';

interface LeaveGuard {
  readonly isAsking: boolean;
  readonly stay: () => void;
  readonly leave: () => void;
}

/** While `active`, leaving the page waits for `stay` or `leave`. */
export function useLeaveGuard(active: boolean): LeaveGuard {
  const [, navigate] = useLocation();
  const [way, setWay] = useState<WayOut | null>(null);
  const end = useRef<() => void>(undefined);
  useEffect(() => {
    if (!active) return undefined;
    end.current = guardPage(setWay);
    return () => end.current?.();
  }, [active]);
  return {
    isAsking: active && way !== null,
    stay: () => setWay(null),
    leave: () => {
      end.current?.();
      setWay(null);
      if (way === 'history') history.back();
      else if (way !== null) navigate(way.to);
    },
  };
}
