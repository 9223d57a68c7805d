import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { Card } from '../../../components/card.tsx';
import { FactList } from './fact-list.tsx';
import { useFigures } from './use-figures.ts';
import { useFacts } from './use-facts.tsx';
import styles from './trace.module.css';

/** The figures large, the rest below. */
export function Facts({ trace }: { readonly trace: TraceView }): ReactNode {
  const { t } = useTranslation('requests');
  const figures = useFigures(trace);
  const facts = useFacts(trace);
  return (
    <Card className={styles.facts} aria-labelledby="facts">
      <h2 id="facts" className="visually-hidden">
        {t('facts.title')}
      </h2>
      <FactList facts={figures} className={styles.figures} />
      <FactList facts={facts} className={styles.rest} />
    </Card>
  );
}
