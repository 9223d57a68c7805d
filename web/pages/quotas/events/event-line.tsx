import { CircleX, Cloud, HardDrive, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { NoticeView } from '../../../../src/api/views/event-view.ts';
import { Moment } from '../../../components/moment.tsx';
import type { ProviderName } from '../../../features/provider-names.ts';
import styles from './events.module.css';

const icons = {
  local_fallback: HardDrive,
  cloud_again: Cloud,
  key_invalid: KeyRound,
  pool_exhausted: CircleX,
} as const;

export interface EventLineProps {
  readonly notice: NoticeView;
  readonly providerName: ProviderName;
}

export function EventLine({ notice, providerName }: EventLineProps): ReactNode {
  const { t } = useTranslation('quotas');
  const { at, kind, trace } = notice;
  const Icon = icons[kind];
  return (
    <li className={`${styles.event} ${styles[kind]}`}>
      <Icon size={18} aria-hidden="true" />
      <Moment at={at} />
      <span className={styles.words}>
        <EventWords notice={notice} providerName={providerName} />
      </span>
      {trace !== null && <Link href={`/requests/${trace}`}>{t('events.trace')}</Link>}
    </li>
  );
}

function EventWords({ notice: { kind, provider, model, key }, providerName }: EventLineProps): ReactNode {
  const { t } = useTranslation('quotas');
  const name = provider === null ? null : providerName(provider);
  switch (kind) {
    case 'local_fallback':
      return model === null ? t('events.local_fallback_plain') : t('events.local_fallback', { model });
    case 'cloud_again':
      return name === null ? t('events.cloud_again_plain') : t('events.cloud_again', { provider: name });
    case 'key_invalid':
      return t('events.key_invalid', { provider: name ?? '', key: key ?? '' });
    case 'pool_exhausted':
      return t('events.pool_exhausted');
    default:
      return kind satisfies never;
  }
}
