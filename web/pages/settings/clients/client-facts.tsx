import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatExact } from '../../../lib/format.ts';
import { dateFormat } from '../../../lib/formatters.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useNow } from '../../../lib/use-now.ts';
import type { ClientCardProps } from './client-card.tsx';
import styles from './client-card.module.css';

/** When it was made, used last, and when it ends; where it stands. */
export function ClientFacts({ client }: ClientCardProps): ReactNode {
  const { t } = useTranslation('clients');
  const language = useLanguage();
  const { created_at: createdAt, last_used_at: usedAt, expires_at: expiresAt, status } = client;
  const when = dateFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const day = dateFormat(language, { dateStyle: 'medium' }).format(new Date(createdAt));
  return (
    <ul className={styles.facts}>
      <li>
        <time dateTime={createdAt} title={formatExact(createdAt, language)}>
          {t('facts.made', { day })}
        </time>
      </li>
      <li>{usedAt === null ? t('facts.unused') : <Used at={usedAt} />}</li>
      <li>
        {expiresAt === null ? (
          t('facts.forever')
        ) : (
          <time dateTime={expiresAt} title={formatExact(expiresAt, language)} className="figure">
            {t(status === 'expired' ? 'facts.expired' : 'facts.expires', {
              time: when.format(new Date(expiresAt)),
            })}
          </time>
        )}
      </li>
      {client.environment && <li className={styles.from}>{t('facts.environment')}</li>}
    </ul>
  );
}

function Used({ at }: { readonly at: string }): ReactNode {
  const { t } = useTranslation('clients');
  const language = useLanguage();
  const now = useNow();
  return (
    <time dateTime={at}>
      {t('facts.used', { ago: formatAgo(at, language, Math.max(now, Date.parse(at))) })}
    </time>
  );
}
