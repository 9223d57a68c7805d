import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './test-result.module.css';

/** The models a provider lists for a key. */
export function FoundModels({ models }: { readonly models: readonly string[] }): ReactNode {
  const { t } = useTranslation('settings');
  if (models.length === 0) return <p className="soft small">{t('test.noModels')}</p>;
  return (
    <details className={styles.models}>
      <summary>{t('test.models', { count: models.length })}</summary>
      {/* A list that scrolls has to be reached by keyboard. */}
      <ul tabIndex={0} aria-label={t('test.models', { count: models.length })}>
        {models.map((model) => (
          <li key={model} className="mono">
            {model}
          </li>
        ))}
      </ul>
    </details>
  );
}
