import { Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceWait } from '../../../../src/api/views/trace-view.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { Bar } from './bar.tsx';
import { formatFine } from './format-fine.ts';
import styles from './timeline.module.css';

export interface WaitItemProps {
  readonly wait: TraceWait;
  readonly spanMs: number;
}

/** Nobody could serve, and somebody soon could. */
export function WaitItem({ wait, spanMs }: WaitItemProps): ReactNode {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const { at_ms: at, took_ms: took, for_ms: most } = wait;
  return (
    <>
      <div className={styles.who}>
        <p className={styles.role}>
          <Hourglass size={15} aria-hidden="true" />
          {t('wait.title')}
        </p>
        <p className="soft">{t('wait.meaning')}</p>
      </div>
      <div className={styles.what}>
        <Bar spanMs={spanMs} tone="calm" from={at} until={at + took} />
        <p className={`${styles.times} figure`}>
          {t('wait.times', {
            at: formatFine(at, language),
            took: formatFine(took, language),
            most: formatFine(most, language),
          })}
        </p>
      </div>
    </>
  );
}
