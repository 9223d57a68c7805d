import type { ReactNode } from 'react';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { StepMark } from './step-mark.tsx';
import { useStepWords } from './use-step-words.ts';
import styles from './step-line.module.css';

export interface StepLineProps {
  readonly route: RouteView;
  readonly steps: readonly string[];
  /** Their places mean nothing. */
  readonly isPlain?: boolean;
}

/** Steps behind each other, each with its name and how it stands. */
export function StepLine({ route, steps, isPlain = false }: StepLineProps): ReactNode {
  const words = useStepWords(route);
  return (
    <ol className={`${styles.line} ${isPlain ? '' : styles.counted}`}>
      {steps.map((step, place) => {
        const { title, kind, provider, state } = words(step);
        return (
          // A list may name the same step twice.
          <li key={`${step} ${place}`} className={styles.step}>
            <span className={kind === 'provider' ? styles.name : styles.model}>
              {kind === 'pinned' && `${provider?.name} · `}
              {title}
            </span>
            <StepMark state={state} />
          </li>
        );
      })}
    </ol>
  );
}
