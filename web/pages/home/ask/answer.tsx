import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RequestFailed } from '../../../components/request-failed.tsx';
import { useProviderNames } from '../../../features/provider-names.ts';
import styles from './ask-box.module.css';
import { ServedBy } from './served-by.tsx';
import type { Asking } from './use-ask.ts';

export interface AnswerProps {
  readonly asking: Asking;
  readonly onRetry: () => void;
}

/** The answer as it is written. What is read out is its state, and the text once it is whole. */
export function Answer({ asking, onRetry }: AnswerProps): ReactNode {
  const { t } = useTranslation('home');
  const { state, text, error } = asking;
  return (
    <section className={styles.answer} aria-label={t('ask.answer')}>
      {state === 'idle' && <p className="soft">{t('ask.here')}</p>}
      {text !== '' && <p className={styles.text}>{text}</p>}
      <p className={styles.state}>
        {(state === 'waiting' || state === 'thinking') && (
          <>
            <span className={styles.dots} aria-hidden="true" /> {t(`ask.${state}`)}
          </>
        )}
        {state === 'stopped' && t('ask.stopped')}
      </p>
      {error !== null && <RequestFailed error={error} onRetry={onRetry} />}
      <ServedBy asking={asking} />
      <Announced asking={asking} />
    </section>
  );
}

function Announced({ asking: { state, text, served } }: { readonly asking: Asking }): ReactNode {
  const { t } = useTranslation('home');
  const nameOf = useProviderNames();
  const who = served === null ? '' : nameOf(served.provider);
  const said = {
    idle: '',
    waiting: t('ask.waiting'),
    thinking: t('ask.thinking'),
    writing: t('ask.writing', { who }),
    done: text,
    stopped: t('ask.stopped'),
    // It is an alert itself.
    failed: '',
  }[state];
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}
