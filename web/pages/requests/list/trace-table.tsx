import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { useProviderNames } from '../../../features/provider-names.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { columns } from './columns.ts';
import { TraceRow } from './trace-row.tsx';
import { useReturn } from './use-return.ts';
import { useToday } from './use-today.ts';
import styles from './table.module.css';

/** A table where there is room, else a card for each request. The roles are said since cards are no table to the browser. */
export function TraceTable({ traces }: { readonly traces: readonly TraceView[] }): ReactNode {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const providerName = useProviderNames();
  const today = useToday();
  const body = useReturn();
  return (
    <table role="table" className={styles.table} aria-label={t('title')}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, isFigure }) => (
            <th key={name} role="columnheader" scope="col" className={isFigure ? styles.right : undefined}>
              {t(`column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {traces.map((trace) => (
          <TraceRow
            key={trace.id}
            trace={trace}
            language={language}
            providerName={providerName}
            today={today}
          />
        ))}
      </tbody>
    </table>
  );
}
