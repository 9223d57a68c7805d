import { CircleAlert, Info, TriangleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

const icons = { calm: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert } as const;

export interface NoticeProps {
  readonly tone: keyof typeof icons;
  readonly title?: string;
  readonly children: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
}

/** A box that says something: an error, an empty page, a warning. Errors are read out. */
export function Notice({ tone, title, children, action }: NoticeProps): ReactNode {
  const Icon = icons[tone];
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon size={20} aria-hidden="true" />
      <div className={styles.words}>
        {title !== undefined && <strong>{title}</strong>}
        <div>{children}</div>
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
