import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotaView } from '../../../../src/api/views/quota-view.ts';
import { Moment } from '../../../components/moment.tsx';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import styles from './key-quotas.module.css';

/** Every limit of an account, each model's too. */
export function QuotaTable({
  quotas,
  of,
}: {
  readonly quotas: readonly QuotaView[];
  readonly of: string;
}): ReactNode {
  const { t } = useTranslation('settings');
  const words = useLimitWords();
  return (
    // A region that scrolls has to be reached by keyboard.
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('quota.table', { key: of })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('quota.limit')}</th>
            <th scope="col" className={styles.number}>
              {t('quota.remaining')}
            </th>
            <th scope="col">{t('quota.reset')}</th>
            <th scope="col">{t('quota.source')}</th>
          </tr>
        </thead>
        <tbody>
          {quotas.map((quota) => (
            <tr key={[quota.model, quota.group, quota.unit, quota.side, quota.window].join(' ')}>
              <th scope="row">
                {words.perWindow(quota)}
                <span className={styles.of}>{quota.model ?? quota.group ?? t('quota.everyModel')}</span>
              </th>
              <td className={`${styles.number} figure`}>
                {words.figure(quota, quota.remaining)} / {words.figure(quota, quota.limit)}
              </td>
              <td>{quota.resets_at === null ? '–' : <Moment at={quota.resets_at} />}</td>
              <td>{t(`quota.from.${quota.source}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
