import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkLineView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { useLanguage } from '../../../lib/use-language.ts';
import form from '../dialog-form.module.css';
import { BulkLine } from './bulk-line.tsx';
import styles from './bulk.module.css';

export interface BulkResultsProps {
  readonly lines: readonly BulkLineView[];
  readonly providers: readonly ProviderView[];
  readonly onChoose: (line: BulkLineView, provider: string) => Promise<void>;
  readonly onClose: () => void;
}

const results = ['added', 'duplicate', 'refused', 'ask'] as const;

/** What became of each line. */
export function BulkResults({ lines, providers, onChoose, onClose }: BulkResultsProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const summary = useRef<HTMLParagraphElement>(null);
  // The form with the focus is gone: the reader is led to what came of it.
  useEffect(() => summary.current?.focus(), []);
  const parts = results.flatMap((result) => {
    const count = lines.filter((line) => line.result === result).length;
    return count === 0 ? [] : [t(`bulk.count.${result}`, { count })];
  });
  return (
    <div className={form.form}>
      <p ref={summary} tabIndex={-1} className={styles.summary}>
        {parts.length === 0 ? t('bulk.nothing') : new Intl.ListFormat(language).format(parts)}
      </p>
      <ul className={styles.lines} aria-label={t('bulk.title')}>
        {lines.map((line, place) => (
          <BulkLine
            key={`${line.line} ${line.masked} ${place}`}
            line={line}
            providers={providers}
            onChoose={(provider) => onChoose(line, provider)}
          />
        ))}
      </ul>
      <div className={form.buttons}>
        <Button look="primary" onClick={onClose}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}
