import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import { formatAgo } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useNow } from '../../../lib/use-now.ts';
import styles from './key-card.module.css';

/** Label, account, where it is kept, when it was used last. */
export function KeyNames({ value }: { readonly value: KeyView }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <ul className={styles.names}>
      {value.label !== null && <li className={styles.label}>{value.label}</li>}
      <li>{value.account === null ? t('key.ownAccount') : t('key.account', { account: value.account })}</li>
      <li>{value.last_used_at === null ? t('key.unused') : <Used at={value.last_used_at} />}</li>
      {value.source === 'environment' && <li className={styles.from}>{t('key.environment')}</li>}
    </ul>
  );
}

function Used({ at }: { readonly at: string }): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const now = useNow();
  return <time dateTime={at}>{t('key.used', { ago: formatAgo(at, language, now) })}</time>;
}
