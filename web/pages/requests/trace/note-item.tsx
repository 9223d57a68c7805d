import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../lib/use-language.ts';
import { useNoteWords } from '../words/use-note-words.ts';
import { Bar } from './bar.tsx';
import { formatFine } from './format-fine.ts';
import styles from './timeline.module.css';

export interface NoteItemProps {
  /** ms since the request came in. */
  readonly at: number;
  readonly text: string;
  readonly spanMs: number;
}

/** Something that was decided and is no attempt. */
export function NoteItem({ at, text, spanMs }: NoteItemProps): ReactNode {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const noteWords = useNoteWords();
  return (
    <>
      <div className={styles.who}>
        <p className={styles.role}>
          <Info size={15} aria-hidden="true" />
          {t('note.title')}
        </p>
        <p>{noteWords(text)}</p>
      </div>
      <div className={styles.what}>
        <Bar spanMs={spanMs} tone="accent" from={at} until={at} />
        <p className={`${styles.times} figure`}>{t('note.at', { time: formatFine(at, language) })}</p>
      </div>
    </>
  );
}
