import { useEffect, useRef, type RefObject } from 'react';

/**
 * What had the focus goes with the step that is removed: the step that takes its place gets it, else the one before,
 * else the field that adds one. The given function is told the place before the list changes.
 */
export function useFocusAfterRemoval(
  list: RefObject<HTMLElement | null>,
  steps: readonly unknown[],
): (place: number) => void {
  const removedAt = useRef<number | null>(null);
  useEffect(() => {
    if (removedAt.current === null) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('button[data-removes]') ?? [])];
    const next = buttons[removedAt.current] ?? buttons.at(-1) ?? list.current?.querySelector('input');
    removedAt.current = null;
    next?.focus();
  }, [list, steps]);
  return (place) => (removedAt.current = place);
}
