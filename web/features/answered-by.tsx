import type { ReactNode } from 'react';
import { SimulatedBadge } from '../components/simulated-badge.tsx';
import styles from './answered-by.module.css';
import { useProviderNames } from './provider-names.ts';

export interface AnsweredByProps {
  readonly provider: string;
  readonly model: string;
  readonly isSimulated: boolean;
  /** Before the provider's name. */
  readonly lead?: string;
  /** What else is known of it, such as how long it took. */
  readonly children: ReactNode;
}

/** Who gave an answer, in one line. */
export function AnsweredBy({ provider, model, isSimulated, lead, children }: AnsweredByProps): ReactNode {
  const nameOf = useProviderNames();
  return (
    <p className={styles.by}>
      {isSimulated && <SimulatedBadge />}
      <span>
        {lead} <strong>{nameOf(provider)}</strong>
      </span>
      <span className="mono">{model}</span>
      {children}
    </p>
  );
}
