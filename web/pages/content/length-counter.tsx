import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import styles from './texts.module.css';

/** How long a text is of what its type or platform takes. */
export function LengthCounter({
  length,
  most,
}: {
  readonly length: number;
  readonly most: number;
}): ReactNode {
  const { t } = useTranslation('content');
  const language = useLanguage();
  const over = length - most;
  return (
    <span className={`figure ${over > 0 ? styles.over : ''}`}>
      {over > 0 && <TriangleAlert size={14} aria-hidden="true" />}{' '}
      {t('counter.of', { length: formatCount(length, language), most: formatCount(most, language) })}
      {over > 0 && <> – {t('counter.over', { count: over, over: formatCount(over, language) })}</>}
    </span>
  );
}
