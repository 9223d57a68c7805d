import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** An address such as `/settings#routes` leads there once what stands above it has its height. */
export function useAnchor(): void {
  const loading = useIsFetching() > 0;
  const done = useRef(false);
  useEffect(() => {
    if (loading || done.current) return;
    done.current = true;
    const id = decodeURIComponent(location.hash.slice(1));
    if (id !== '') document.getElementById(id)?.scrollIntoView();
  }, [loading]);
}
