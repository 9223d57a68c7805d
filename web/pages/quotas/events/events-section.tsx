import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { Card } from '../../../components/card.tsx';
import { providerNames } from '../../../features/provider-names.ts';
import { useNotices } from '../../../features/quotas.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { Section } from '../section.tsx';
import { EventLine } from './event-line.tsx';
import styles from './events.module.css';

/** Fallbacks to the local model and what else the owner wants to know, the latest first. */
export function EventsSection({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const notices = useNotices();
  const providerName = providerNames(quotas.providers);
  const served = quotas.local_fallback.served_today;
  return (
    <Section
      title={t('events.title')}
      lead={
        served === 0
          ? t('events.localNone')
          : t('events.local', { count: served, amount: formatCount(served, language) })
      }
    >
      <Card>
        {notices.length === 0 ? (
          <p className="soft">{t('events.none')}</p>
        ) : (
          <ul className={styles.events}>
            {notices.map((notice) => (
              <EventLine
                key={`${notice.at} ${notice.kind} ${notice.key}`}
                notice={notice}
                providerName={providerName}
              />
            ))}
          </ul>
        )}
      </Card>
    </Section>
  );
}
