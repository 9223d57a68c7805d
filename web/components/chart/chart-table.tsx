import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import { ScrollRegion } from '../scroll-region.tsx';
import type { ChartData } from './series.ts';
import styles from './chart.module.css';

export interface ChartTableWords {
  /** What the chart shows. */
  readonly caption: string;
  /** Over the column of `labels`: Day, Hour. */
  readonly labelName: string;
}

/** The figures of a chart, with their sums; built when it is opened. */
export function ChartTable(props: ChartData & ChartTableWords): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.figures} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('chart.table')}</summary>
      {open && <Figures {...props} />}
    </details>
  );
}

function Figures({ labels, series, caption, labelName }: ChartData & ChartTableWords): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const row = (values: readonly number[]): ReactNode =>
    [...values, sumOf(values)].map((value, place) => (
      // Columns do not move.
      <td key={place} className="number">
        {formatCount(value, language)}
      </td>
    ));
  return (
    <ScrollRegion label={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{labelName}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
            <th scope="col" className="number">
              {t('chart.sum')}
            </th>
          </tr>
        </thead>
        <tbody>
          {labels.map((label, point) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {row(series.map(({ values }) => values[point] ?? 0))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('chart.sum')}</th>
            {row(series.map(({ values }) => sumOf(values)))}
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
