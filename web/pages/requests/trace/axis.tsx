import type { ReactNode } from 'react';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { ticksOf } from './story.ts';
import styles from './timeline.module.css';

/** The time that all bars share. */
export function Axis({ spanMs }: { readonly spanMs: number }): ReactNode {
  const language = useLanguage();
  return (
    <div className={styles.head} aria-hidden="true">
      <div className={styles.axis}>
        {ticksOf(spanMs).map((tick) => (
          <span key={tick} style={{ insetInlineStart: `${(tick / spanMs) * 100}%` }}>
            {tick === 0 ? '0' : formatDuration(tick, language)}
          </span>
        ))}
      </div>
    </div>
  );
}
