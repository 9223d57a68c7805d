import { useEffect, useState } from 'react';

/** True while none of the elements of these ids can be seen. */
export function useOutOfSight(ids: readonly string[]): boolean {
  const [isOut, setIsOut] = useState(false);
  const joined = ids.join(' ');
  useEffect(() => {
    const seen = new Set<Element>();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      setIsOut(seen.size === 0);
    });
    for (const id of joined.split(' ')) {
      const element = document.getElementById(id);
      if (element !== null) observer.observe(element);
    }
    return () => observer.disconnect();
  }, [joined]);
  return isOut;
}
