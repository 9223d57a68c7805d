import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { codeMeaning, codeWord } from '../words/codes.ts';
import styles from './trace.module.css';

/** With which error the request ended, and what it means. */
export function EndReason({ code }: { readonly code: string }): ReactNode {
  const { t } = useTranslation('requests');
  const meaning = codeMeaning(t, code);
  return (
    <p className={styles.endReason}>
      <strong>{codeWord(t, code)}</strong> <code>{code}</code>
      {meaning !== null && <span>{meaning}</span>}
    </p>
  );
}
