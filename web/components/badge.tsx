import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './badge.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'calm' | 'accent';

export interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A state in word, colour and icon: none of them alone. */
export function Badge({ tone, icon: Icon, children }: BadgeProps): ReactNode {
  return (
    <span className={`${styles.badge} ${styles[tone]}`}>
      {Icon !== undefined && <Icon size={14} aria-hidden="true" />}
      <span>{children}</span>
    </span>
  );
}
