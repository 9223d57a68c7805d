import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BadgeProps } from './badge.tsx';
import styles from './mark.module.css';

export interface MarkProps extends BadgeProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'calm';
  readonly icon: LucideIcon;
}

/** A badge without its ground, for where several stand in a line. */
export function Mark({ tone, icon: Icon, children }: MarkProps): ReactNode {
  return (
    <span className={`${styles.mark} ${styles[tone]}`}>
      <Icon size={14} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
