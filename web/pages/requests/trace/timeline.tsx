import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { Card } from '../../../components/card.tsx';
import { AttemptItem } from './attempt-item.tsx';
import { Axis } from './axis.tsx';
import { Legend } from './legend.tsx';
import { NoteItem } from './note-item.tsx';
import { storyOf, type Happening } from './story.ts';
import { WaitItem } from './wait-item.tsx';
import styles from './timeline.module.css';

/** Attempts and waits in order, each with a bar over the time that all have in common. The bars say nothing that the words do not. */
export function Timeline({ trace }: { readonly trace: TraceView }): ReactNode {
  const { t } = useTranslation('requests');
  const { happenings, spanMs } = storyOf(trace);
  return (
    <Card className={styles.timeline} aria-labelledby="timeline">
      <div className={styles.title}>
        <h2 id="timeline">{t('timeline.title')}</h2>
        {happenings.length > 0 && <Legend />}
      </div>
      {happenings.length === 0 ? (
        <p className="soft">{t('timeline.none')}</p>
      ) : (
        <>
          <Axis spanMs={spanMs} />
          <ol className={styles.list}>
            {happenings.map((happening, index) => (
              <li key={index} className={styles.item}>
                <Item happening={happening} spanMs={spanMs} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}

interface ItemProps {
  readonly happening: Happening;
  readonly spanMs: number;
}

function Item({ happening, spanMs }: ItemProps): ReactNode {
  switch (happening.kind) {
    case 'attempt':
      return <AttemptItem attempt={happening.attempt} resume={happening.resume} spanMs={spanMs} />;
    case 'wait':
      return <WaitItem wait={happening.wait} spanMs={spanMs} />;
    case 'note':
      return <NoteItem at={happening.at} text={happening.text} spanMs={spanMs} />;
    default:
      return happening satisfies never;
  }
}
