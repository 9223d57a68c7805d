import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientUsageView, ClientView } from '../../../../src/api/views/client-view.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './client-card.module.css';

/** What its requests came to, today and in all. */
export function ClientCounts({ usage }: Pick<ClientView, 'usage'>): ReactNode {
  const { t } = useTranslation('clients');
  return (
    <dl className={styles.counts}>
      <div>
        <dt title={t('counts.todayHint')}>{t('counts.today')}</dt>
        <Counts usage={usage.today} />
      </div>
      <div>
        <dt>{t('counts.total')}</dt>
        <Counts usage={usage.total} />
      </div>
    </dl>
  );
}

function Counts({ usage }: { readonly usage: ClientUsageView }): ReactNode {
  const { t } = useTranslation('clients');
  const language = useLanguage();
  const { requests, failures, input_tokens: input, output_tokens: output } = usage;
  const told = (count: number): { count: number; amount: string } => ({
    count,
    amount: formatCount(count, language),
  });
  return (
    <dd className="figure">
      <span className={styles.main}>
        {t('counts.requests', told(requests))} • {t('counts.failures', told(failures))}
      </span>
      <span className="soft small">
        {t('counts.tokens', told(input + output))}
        {input + output > 0 &&
          ` ${t('counts.sides', { input: formatCount(input, language), output: formatCount(output, language) })}`}
      </span>
    </dd>
  );
}
