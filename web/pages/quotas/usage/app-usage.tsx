import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageCountsView } from '../../../../src/api/views/usage-view.ts';
import { Card } from '../../../components/card.tsx';
import { QueryState } from '../../../components/query-state.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { useAppName } from '../../../features/apps/use-app-name.ts';
import { formatCount, formatUsd } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import type { DayUsageProps } from './day-usage.tsx';
import { useUsage } from './use-usage.ts';
import styles from './usage.module.css';

/** What each app of the gateway was asked today, the busiest first, with the sum. */
export function AppUsage({ today, requests }: Omit<DayUsageProps, 'providers'>): ReactNode {
  const { t } = useTranslation('quotas');
  const appName = useAppName();
  const usage = useUsage({ from: today, to: today, by: 'app', requests });
  if (usage.data === undefined) return <QueryState query={usage} lines={3} />;
  const { rows, totals } = usage.data;
  if (rows.length === 0)
    return (
      <Card>
        <p className="soft">{t('usage.noneToday')}</p>
      </Card>
    );
  return (
    <Card>
      <ScrollRegion label={t('usage.appTable')}>
        <table className={styles.apps}>
          <caption className="visually-hidden">{t('usage.appTable')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('usage.app')}</th>
              {(['requests', 'tokens', 'saved'] as const).map((column) => (
                <th key={column} scope="col" className="number">
                  {t(`usage.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows
              .toSorted((one, other) => other.requests - one.requests)
              .map((row) => (
                <Row key={row.app} name={appName(row.app ?? 'other')} counts={row} most={totals.requests} />
              ))}
          </tbody>
          <tfoot>
            <Row name={t('left.sum')} counts={totals} most={null} />
          </tfoot>
        </table>
      </ScrollRegion>
    </Card>
  );
}

interface RowProps {
  readonly name: string;
  readonly counts: UsageCountsView;
  /** Requests in all, for the bar; null = no bar. */
  readonly most: number | null;
}

function Row({ name, counts, most }: RowProps): ReactNode {
  const language = useLanguage();
  return (
    <tr>
      <th scope="row">
        {name}
        {most !== null && most > 0 && (
          <span
            className={styles.bar}
            aria-hidden="true"
            style={{ inlineSize: `${(counts.requests / most) * 100}%` }}
          />
        )}
      </th>
      <td className="number">{formatCount(counts.requests, language)}</td>
      <td className="number">{formatCount(counts.input_tokens + counts.output_tokens, language)}</td>
      <td className="number">{formatUsd(counts.saved_usd, language)}</td>
    </tr>
  );
}
