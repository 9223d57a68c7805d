import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import type { ProviderName } from '../../../features/provider-names.ts';
import { formatCount, formatDuration, formatExact } from '../../../lib/format.ts';
import type { Language } from '../../../lib/i18n.ts';
import { leaveList } from '../last-list.ts';
import { OutcomeBadge } from '../words/outcome-badge.tsx';
import { Asked } from './asked.tsx';
import { formatClock } from './format-clock.ts';
import { Served } from './served.tsx';
import styles from './table.module.css';

export interface TraceRowProps {
  readonly trace: TraceView;
  readonly language: Language;
  readonly providerName: ProviderName;
  /** Times of other days are told with their day. */
  readonly today: string;
}

const none = '–';

/** The whole row leads to the trace, by the link in its first cell. */
export const TraceRow = memo(function TraceRow(row: TraceRowProps): ReactNode {
  const { trace, language, providerName, today } = row;
  const { t } = useTranslation('requests');
  const { id, at, attempts, first_content_ms: firstMs, tokens } = trace;
  const [clock, day] = formatClock(at, language, new Date(today));
  const figures = {
    attempts: formatCount(attempts.length, language),
    first: firstMs === null ? none : formatDuration(firstMs, language),
    total: formatDuration(trace.took_ms, language),
    tokens:
      tokens.input + tokens.output === 0
        ? none
        : t('tokens', {
            input: formatCount(tokens.input, language),
            output: formatCount(tokens.output, language),
          }),
  };
  return (
    <tr role="row" className={styles.row}>
      <td role="cell" className={styles.time}>
        <Link
          href={`/requests/${id}`}
          className={styles.link}
          title={formatExact(at, language)}
          onClick={() => leaveList(id, location.search)}
        >
          <time dateTime={at} className="figure">
            {clock}
            {day !== null && <small>{day}</small>}
          </time>
          <span className="visually-hidden">{t('row.open')}</span>
        </Link>
      </td>
      <td role="cell" className={styles.outcome}>
        <OutcomeBadge outcome={trace.outcome} />
      </td>
      <td role="cell" className={styles.asked}>
        <Asked trace={trace} />
      </td>
      <td role="cell" className={styles.served}>
        <Served trace={trace} providerName={providerName} />
      </td>
      {(['attempts', 'first', 'total', 'tokens'] as const).map((name) => (
        <td key={name} role="cell" className={`${styles.figure} figure`}>
          <span className={styles.label}>{t(`label.${name}`)}</span>
          {figures[name]}
        </td>
      ))}
    </tr>
  );
});
