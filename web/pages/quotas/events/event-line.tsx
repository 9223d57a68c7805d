import { CircleX, Cloud, HardDrive, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { NoticeView } from '../../../../src/api/views/event-view.ts';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { Moment } from '../../../components/moment.tsx';
import { providerName } from '../provider-name.ts';
import styles from './events.module.css';

const icons = {
  local_fallback: HardDrive,
  cloud_again: Cloud,
  key_invalid: KeyRound,
  pool_exhausted: CircleX,
} as const;

export interface EventLineProps {
  readonly notice: NoticeView;
  readonly quotas: Pick<QuotasView, 'providers'>;
}

export function EventLine({ notice, quotas }: EventLineProps): ReactNode {
  const { t } = useTranslation('quotas');
  const { at, kind, trace } = notice;
  const Icon = icons[kind];
  return (
    <li className={`${styles.event} ${styles[kind]}`}>
      <Icon size={18} aria-hidden="true" />
      <Moment at={at} />
      <span className={styles.words}>
        <EventWords notice={notice} quotas={quotas} />
      </span>
      {trace !== null && <Link href={`/requests/${trace}`}>{t('events.trace')}</Link>}
    </li>
  );
}

function EventWords({ notice: { kind, provider, model, key }, quotas }: EventLineProps): ReactNode {
  const { t } = useTranslation('quotas');
  const name = provider === null ? null : providerName(quotas.providers, provider);
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
