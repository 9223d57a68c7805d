import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppName } from '../../../features/apps/use-app-name.ts';
import type { ClientCardProps } from './client-card.tsx';
import styles from './client-card.module.css';

/** What it may ask for, and where. */
export function ClientRights({ client }: ClientCardProps): ReactNode {
  const { t } = useTranslation('clients');
  const appName = useAppName();
  return (
    <dl className={styles.rights}>
      <div>
        <dt>{t('rights.routes')}</dt>
        <dd>
          {client.routes === null ? (
            <span className="soft">{t('rights.everyRoute')}</span>
          ) : (
            <Names names={client.routes} isCode />
          )}
        </dd>
      </div>
      <div>
        <dt>{t('rights.apps')}</dt>
        <dd>
          {client.apps === null ? (
            <span className="soft">{t('rights.everyApp')}</span>
          ) : (
            <Names names={client.apps.map(appName)} />
          )}
        </dd>
      </div>
    </dl>
  );
}

function Names({
  names,
  isCode = false,
}: {
  readonly names: readonly string[];
  readonly isCode?: boolean;
}): ReactNode {
  return (
    <ul className={`${styles.names} ${isCode ? 'mono' : ''}`}>
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
