import type { ReactNode } from 'react';
import styles from './meter.module.css';

export interface MeterProps {
  /** What is measured, for a screen reader. */
  readonly label: string;
  readonly used: number;
  readonly limit: number;
  /** The same in words: `320 of 1,000 left, back at 14:05`. */
  readonly text: string;
}

const shortShare = 0.15;

/** How much is left of a limit, as a bar that empties. The words stand beside it. */
export function Meter({ label, used, limit, text }: MeterProps): ReactNode {
  const left = limit <= 0 ? 0 : Math.min(1, Math.max(0, 1 - used / limit));
  const tone = left === 0 ? styles.empty : left <= shortShare ? styles.short : styles.enough;
  return (
    <div
      className={styles.track}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.max(0, limit - used)}
      aria-valuetext={text}
    >
      <div className={`${styles.fill} ${tone}`} style={{ inlineSize: `${left * 100}%` }} />
    </div>
  );
}
