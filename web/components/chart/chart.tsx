import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatShort } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import { ChartTable, type ChartTableWords } from './chart-table.tsx';
import { PointWords } from './point-words.tsx';
import type { ChartData } from './series.ts';
import styles from './chart.module.css';

const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }));

export interface ChartProps extends ChartData, ChartTableWords {
  /** CSS pixels. */
  readonly height?: number;
}

/** Stacked bars, what their colours mean, and the same figures as a table. Data that did not change should be the same objects. */
export function Chart({ labels, series, height = 240, ...words }: ChartProps): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const [point, setPoint] = useState<{ readonly index: number; readonly left: number } | null>(null);
  return (
    <figure className={styles.chart}>
      <ul className={styles.legend}>
        {series.map(({ name, color, striped }) => (
          <li key={name}>
            <span
              className={`${styles.swatch} ${striped === true ? styles.striped : ''}`}
              style={{ backgroundColor: `var(${color})` }}
              aria-hidden="true"
            />
            {name}
          </li>
        ))}
      </ul>
      <div
        className={styles.plot}
        style={{ blockSize: height }}
        role="img"
        aria-label={t('chart.label', { caption: words.caption })}
      >
        <Suspense fallback={null}>
          <Plot
            labels={labels}
            series={series}
            height={height}
            formatValue={(value) => formatShort(value, language)}
            onPoint={setPoint}
          />
        </Suspense>
        {point !== null && <PointWords labels={labels} series={series} {...point} />}
      </div>
      <ChartTable labels={labels} series={series} {...words} />
    </figure>
  );
}
