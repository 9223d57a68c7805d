import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeftView } from '../../../../src/api/views/quota-view.ts';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import { inOrder, leftName } from '../left/left-name.ts';
import { LimitBar } from './limit-bar.tsx';
import styles from './providers.module.css';

export interface LeftBarsProps {
  /** Whose it is, for a screen reader. */
  readonly of: string;
  readonly left: readonly LeftView[];
}

/** What is left of the long windows. */
export function LeftBars({ of, left }: LeftBarsProps): ReactNode {
  const { t } = useTranslation('quotas');
  const words = useLimitWords();
  return (
    <ul className={styles.bars}>
      {left.toSorted(inOrder).map((one) => (
        <LimitBar
          key={leftName(one)}
          of={of}
          name={t(`left.${one.window}`, { name: words.name(one) })}
          limit={one}
        />
      ))}
    </ul>
  );
}
