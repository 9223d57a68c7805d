import { useCallback, type RefObject } from 'react';

/** Whether somebody reads in the list, so that it must not move: it is scrolled, the keyboard is in it, or some of it is selected. */
export function useIsRead(list: RefObject<HTMLElement | null>): () => boolean {
  return useCallback(() => {
    const element = list.current;
    if (element === null) return false;
    if (element.getBoundingClientRect().top < 0 || element.matches(':has(:focus-visible)')) return true;
    const selection = getSelection();
    return selection !== null && !selection.isCollapsed && element.contains(selection.anchorNode);
  }, [list]);
}
