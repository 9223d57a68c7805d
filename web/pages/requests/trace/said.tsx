import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { TraceDetailView } from '../../../../src/api/views/trace-view.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import styles from './trace.module.css';

export interface SaidProps {
  readonly bodies: TraceDetailView['bodies'];
}

/** What the client said and was answered, folded; or how it would be kept. */
export function Said({ bodies }: SaidProps): ReactNode {
  const { t } = useTranslation('requests');
  return (
    <section className={styles.section} aria-labelledby="said">
      <h2 id="said">{t('said.title')}</h2>
      {bodies === null ? (
        <p className="soft">
          <Trans t={t} i18nKey="said.off" components={{ code: <code /> }} />
        </p>
      ) : (
        (['request', 'answer'] as const).map((side) => (
          <details key={side} className={styles.fold}>
            <summary>{t(`said.${side}`)}</summary>
            {bodies[side] === '' ? (
              <p className="soft">{t('said.empty')}</p>
            ) : (
              <CodeBlock text={bodies[side]} label={t(`said.${side}`)} />
            )}
          </details>
        ))
      )}
    </section>
  );
}
