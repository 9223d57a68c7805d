import { useState, type ReactNode } from 'react';
import styles from './route-card.module.css';

export interface FoldProps {
  readonly summary: ReactNode;
  /** Drawn once it is opened: most never are, and there is one on every card. */
  readonly children: () => ReactNode;
}

/** What few want to see, below a line that says what it is. */
export function Fold({ summary, children }: FoldProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.fold} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children()}
    </details>
  );
}
