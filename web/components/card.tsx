import type { HTMLAttributes, ReactNode } from 'react';
import styles from './card.module.css';

/** A surface for things that belong together. */
export function Card({ className, ...rest }: HTMLAttributes<HTMLElement>): ReactNode {
  return <section className={[styles.card, className].filter(Boolean).join(' ')} {...rest} />;
}
