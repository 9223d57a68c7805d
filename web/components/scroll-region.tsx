import type { ReactNode } from 'react';
import styles from './scroll-region.module.css';

/** What is wider than the page scrolls by itself, by keyboard too. */
export function ScrollRegion({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={styles.region} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
