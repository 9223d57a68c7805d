import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import type { ChartData } from './series.ts';
import styles from './chart.module.css';

export interface PointWordsProps extends ChartData {
  readonly index: number;
  /** CSS pixels. */
  readonly left: number;
}

/** What the bar under the pointer comes to; the table below has it for everybody else. */
export function PointWords({ labels, series, index, left }: PointWordsProps): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const there = series.filter(({ values }) => (values[index] ?? 0) > 0).toReversed();
  const sum = there.reduce((total, { values }) => total + (values[index] ?? 0), 0);
  const isLate = index > labels.length / 2;
  return (
    <div
      className={styles.point}
      aria-hidden="true"
      style={isLate ? { right: `calc(100% - ${left - 12}px)` } : { left: left + 12 }}
    >
      <strong>{labels[index]}</strong>
      {there.map(({ name, values, color }) => (
        <span key={name} className={styles.pointLine}>
          <span className={styles.swatch} style={{ backgroundColor: `var(${color})` }} />
          <span>{name}</span>
          <span className="figure">{formatCount(values[index] ?? 0, language)}</span>
        </span>
      ))}
      <span className={styles.pointLine}>
        <span />
        <span>{t('chart.sum')}</span>
        <strong className="figure">{formatCount(sum, language)}</strong>
      </span>
    </div>
  );
}
