import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartData, ChartSeries } from './series.ts';
import { stack } from './stack.ts';
import { resolveColor } from './use-paint.ts';

export interface DrawOptions extends ChartData {
  readonly height: number;
  readonly formatValue: (value: number) => string;
  /** Where the pointer is; null = not over the chart. `left` in CSS pixels of the drawing. */
  readonly onPoint: (point: { readonly index: number; readonly left: number } | null) => void;
}

export interface DrawnChart {
  close(): void;
}

const axisSize = 52;
const labelWidth = 64;
const labelHeight = 28;
const tickHeight = 36;
const manyPoints = 90;

/** Draws stacked bars into `host`, as wide as it is, and keeps to its width until it is closed. */
export function drawChart(host: HTMLElement, options: DrawOptions): DrawnChart {
  const { labels, series, height } = options;
  const plot = new UPlot(plotOptions(host, options), dataOf(series, labels.length), host);
  const observer = new ResizeObserver(() => {
    if (host.clientWidth > 0 && host.clientWidth !== plot.width)
      plot.setSize({ width: host.clientWidth, height });
  });
  observer.observe(host);
  return {
    close: () => {
      observer.disconnect();
      plot.destroy();
    },
  };
}

/** The highest first: each lower one is drawn over it. */
function dataOf(series: readonly ChartSeries[], points: number): UPlot.AlignedData {
  const places = Array.from({ length: points }, (_, place) => place);
  return [places, ...stack(series, points).toReversed()];
}

function plotOptions(host: HTMLElement, options: DrawOptions): UPlot.Options {
  const { labels, series, height, formatValue, onPoint } = options;
  const [soft, line] = (['--soft', '--line'] as const).map((token) => resolveColor(token, host));
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  const axis = { stroke: soft ?? '', font, ticks: { show: false } };
  const grid = { stroke: line ?? '', width: 1 };
  return {
    width: host.clientWidth,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: false, range: () => [-0.5, labels.length - 0.5] },
      y: { range: (_plot, _least, most) => [0, Math.max(1, most) * 1.05] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: labelHeight,
        space: labelWidth,
        incrs: [1, 2, 3, 6, 12, 24, 48, 96, 168],
        values: (_plot, places) => places.map((place) => labels[place] ?? ''),
      },
      {
        ...axis,
        grid,
        size: axisSize,
        space: tickHeight,
        incrs: wholeSteps,
        values: (_plot, amounts) => amounts.map(formatValue),
      },
    ],
    series: [{}, ...series.toReversed().map((one) => barsOf(one, labels.length, host))],
    hooks: {
      setCursor: [
        ({ cursor }) => {
          const { idx, left } = cursor;
          const isOver = typeof idx === 'number' && left !== undefined && left >= 0;
          onPoint(isOver ? { index: idx, left: left + axisSize } : null);
        },
      ],
    },
  };
}

/** Requests come whole. */
const wholeSteps = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

function barsOf(one: ChartSeries, points: number, host: HTMLElement): UPlot.Series {
  const color = resolveColor(one.color, host);
  const bars = UPlot.paths.bars?.({ size: [points > manyPoints ? 1 : 0.8, 48] });
  return {
    label: one.name,
    width: 0,
    points: { show: false },
    fill: one.striped === true ? (plot) => stripes(plot.ctx, color, host) : color,
    ...(bars === undefined ? {} : { paths: bars }),
  };
}

function stripes(
  context: CanvasRenderingContext2D,
  color: string,
  host: HTMLElement,
): CanvasPattern | string {
  const tile = document.createElement('canvas');
  const size = 8 * devicePixelRatio;
  tile.width = size;
  tile.height = size;
  const brush = tile.getContext('2d');
  if (brush === null) return color;
  brush.fillStyle = color;
  brush.fillRect(0, 0, size, size);
  brush.strokeStyle = resolveColor('--surface', host);
  brush.lineWidth = size / 5;
  brush.beginPath();
  for (const from of [-size, 0, size]) {
    brush.moveTo(from, size);
    brush.lineTo(from + size, 0);
  }
  brush.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}
