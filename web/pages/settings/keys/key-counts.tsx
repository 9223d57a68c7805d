import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './key-counts.module.css';

/** «1 234 réussies • 2 erreurs», of today and in all. */
export function KeyCounts({ value }: { readonly value: KeyView }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <dl className={styles.counts}>
      <div>
        <dt>{t('counts.today')}</dt>
        <dd>
          <Counts {...value.today} />
        </dd>
      </div>
      <div>
        <dt>{t('counts.total')}</dt>
        <dd>
          <Counts successes={value.successes} errors={value.errors} />
        </dd>
      </div>
    </dl>
  );
}

function Counts({ successes, errors }: KeyView['today']): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  return (
    <span className="figure">
      {t('counts.successes', { count: successes, amount: formatCount(successes, language) })}
      {' • '}
      {t('counts.errors', { count: errors, amount: formatCount(errors, language) })}
    </span>
  );
}
