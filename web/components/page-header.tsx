import { useEffect, type ReactNode } from 'react';
import styles from './page-header.module.css';

export interface PageHeaderProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Beside the title. */
  readonly children?: ReactNode;
}

/** The title of a page, and of the browser's tab. */
export function PageHeader({ title, lead, children }: PageHeaderProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · Noria`;
  }, [title]);
  return (
    <header className={styles.header}>
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p className="soft">{lead}</p>}
      </div>
      {children !== undefined && <div className={styles.beside}>{children}</div>}
    </header>
  );
}
