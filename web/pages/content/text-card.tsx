import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lengthLimit } from '../../../src/api/views/content-limits.ts';
import type { ContentWish } from '../../../src/api/views/content-view.ts';
import { Card } from '../../components/card.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { TextArea } from '../../components/field.tsx';
import { LengthCounter } from './length-counter.tsx';
import styles from './texts.module.css';

export interface TextCardProps {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly wish: ContentWish;
  /** It was changed by hand, and left. */
  readonly onEdit: (text: string) => void;
}

/** One text: to be copied, and changed by hand while its length is counted as its platform counts it. */
export function TextCard({ number, text, wish, onEdit }: TextCardProps): ReactNode {
  const { t } = useTranslation('content');
  const [now, setNow] = useState(text);
  const { most, measure } = lengthLimit(wish.content_type, wish.platform ?? '');
  const length = measure(now);
  const label = t('text.label', { number });
  return (
    <Card className={styles.card}>
      <TextArea
        label={label}
        className={styles.text}
        lang={wish.language}
        rows={rowsFor(now)}
        value={now}
        aria-invalid={length > most || undefined}
        hint={<LengthCounter length={length} most={most} />}
        onChange={(event) => setNow(event.target.value)}
        onBlur={() => {
          if (now !== text) onEdit(now);
        }}
      />
      <CopyButton text={now} what={label} />
    </Card>
  );
}

const charsPerRow = 34;

/** Where the browser does not fit the field to its text by itself. */
function rowsFor(text: string): number {
  const rows = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / charsPerRow)), 0);
  return Math.min(24, Math.max(2, rows));
}
