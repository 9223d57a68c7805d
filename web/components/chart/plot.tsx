import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { drawChart, type DrawOptions } from './draw-chart.ts';
import { usePaint } from './use-paint.ts';

/** The drawing alone, in a chunk of its own: `Chart` says what is on it. */
export function Plot({ labels, series, height, formatValue, onPoint }: DrawOptions): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const paint = usePaint();
  // Another function is no other chart.
  const told = useRef({ formatValue, onPoint });
  useEffect(() => {
    told.current = { formatValue, onPoint };
  });
  useLayoutEffect(() => {
    if (host.current === null) return undefined;
    const drawn = drawChart(host.current, {
      labels,
      series,
      height,
      formatValue: (value) => told.current.formatValue(value),
      onPoint: (point) => told.current.onPoint(point),
    });
    return () => drawn.close();
  }, [labels, series, height, paint]);
  return <div ref={host} />;
}
