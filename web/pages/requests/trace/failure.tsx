import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceAttempt } from '../../../../src/api/views/trace-view.ts';
import { faultWords } from '../words/fault-words.ts';
import styles from './timeline.module.css';

export interface FailureProps {
  readonly attempt: TraceAttempt;
  /** The class of the failure. */
  readonly name: string;
}

/** What went wrong in our words, then in the provider's. */
export function Failure({ attempt: { status, message }, name }: FailureProps): ReactNode {
  const { t } = useTranslation('requests');
  const { word, meaning } = faultWords(t, name);
  return (
    <div className={styles.failure}>
      <p>
        <strong>{word}</strong>
        {status !== null && status > 0 && <span className="soft">{t('fault.status', { status })}</span>}
      </p>
      {meaning !== null && <p>{meaning}</p>}
      {message !== null && message !== '' && <blockquote aria-label={t('fault.said')}>{message}</blockquote>}
    </div>
  );
}
