import type { ReactNode } from 'react';
import type { Tone } from '../../../components/badge.tsx';
import { ticksOf } from './story.ts';
import styles from './timeline.module.css';

export interface BarProps {
  readonly spanMs: number;
  readonly tone: Tone;
  readonly from: number;
  /** null = it still ran when the trace was written. */
  readonly until: number | null;
  /** When the first content came; null = none came. */
  readonly first?: number | null;
}

/** A span of time as a bar on the axis: hatched until the first content, full from there. Decoration beside words. */
export function Bar({ spanMs, tone, from, until, first = null }: BarProps): ReactNode {
  const share = (ms: number): string => `${Math.min(100, (ms / spanMs) * 100)}%`;
  const end = until ?? spanMs;
  const turn = first ?? end;
  return (
    <div className={styles.track} aria-hidden="true">
      {ticksOf(spanMs).map((tick) => (
        <span key={tick} className={styles.line} style={{ insetInlineStart: share(tick) }} />
      ))}
      <span
        className={`${styles.before} ${styles[tone]}`}
        style={{ insetInlineStart: share(from), inlineSize: share(turn - from) }}
      />
      {first !== null && (
        <>
          <span
            className={`${styles.after} ${styles[tone]}`}
            style={{ insetInlineStart: share(first), inlineSize: share(end - first) }}
          />
          <span className={styles.mark} style={{ insetInlineStart: share(first) }} />
        </>
      )}
    </div>
  );
}
