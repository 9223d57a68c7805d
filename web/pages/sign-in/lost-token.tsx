import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../components/code-block.tsx';
import styles from './sign-in-page.module.css';

/** How one who has lost the token gets a new one. */
export function LostToken(): ReactNode {
  const { t } = useTranslation('home');
  return (
    <details className={styles.lost}>
      <summary>{t('signIn.lost.title')}</summary>
      <p>{t('signIn.lost.reset')}</p>
      <CodeBlock label={t('signIn.lost.terminal')} text="npx noria reset-admin" />
      <p>{t('signIn.lost.own')}</p>
    </details>
  );
}
