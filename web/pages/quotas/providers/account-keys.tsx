import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountQuotaView } from '../../../../src/api/views/quota-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { keyLooks, type KeyState } from './key-states.ts';
import styles from './providers.module.css';

/** The keys that share an account, each with its state and what it has served. */
export function AccountKeys({ keys }: Pick<AccountQuotaView, 'keys'>): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  return (
    <ul className={styles.keys} aria-label={t('account.keys')}>
      {keys.map(({ id, masked, label, status, served_today: served }) => (
        <li key={id}>
          <span className="mono">{masked === '' ? t('keys.none') : masked}</span>
          {label !== null && <span>{label}</span>}
          <KeyBadge state={status} />
          <span className="soft small figure">
            {t('account.served', { count: served, amount: formatCount(served, language) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function KeyBadge({ state }: { readonly state: KeyState }): ReactNode {
  const { t } = useTranslation('quotas');
  const [tone, icon] = keyLooks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`keyStatus.${state}`)}
    </Badge>
  );
}
