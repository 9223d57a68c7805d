import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { capacityOf, type Assumptions } from './capacity.ts';
import styles from './capacity.module.css';

export interface CapacityRow {
  readonly id: string;
  /** What it is of: a number of accounts, today. */
  readonly head: ReactNode;
  /** A day. */
  readonly requests: number;
  /** How it really is, beside what would be. */
  readonly isReal?: boolean;
}

export interface CapacityTableProps {
  readonly name: string;
  readonly rows: readonly CapacityRow[];
  readonly assumptions: Assumptions;
}

/** Requests, conversations and people a day. */
export function CapacityTable({ name, rows, assumptions }: CapacityTableProps): ReactNode {
  const { t } = useTranslation('capacity');
  const language = useLanguage();
  const title = t('table', { name });
  return (
    <ScrollRegion label={title}>
      <table className={styles.table}>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('accounts')}</th>
            {(['requests', 'conversations', 'people'] as const).map((column) => (
              <th key={column} scope="col" className={styles.amount}>
                {t(`columns.${column}`)} <span className={styles.perDay}>{t('perDay')}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, head, requests, isReal }) => {
            const { conversations, people } = capacityOf(requests, assumptions);
            return (
              <tr key={id} className={isReal === true ? styles.real : undefined}>
                <th scope="row">{head}</th>
                {[requests, conversations, people].map((amount, column) => (
                  <td key={column} className={styles.amount}>
                    {formatCount(amount, language)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
