import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceAttempt } from '../../../../src/api/views/trace-view.ts';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { parseBucket } from '../words/parse-bucket.ts';
import styles from './timeline.module.css';

/** What was reserved of each limit before the call, and what it came to. */
export function Amounts({ attempt }: { readonly attempt: TraceAttempt }): ReactNode {
  const { t } = useTranslation('requests');
  const { reserved, settled } = attempt;
  if (reserved.length === 0) return null;
  return (
    <details className={styles.amounts}>
      <summary>{t('amounts.title', { count: reserved.length })}</summary>
      <table aria-label={t('amounts.label', { number: attempt.number })}>
        <thead>
          <tr>
            <th scope="col">{t('amounts.limit')}</th>
            <th scope="col">{t('amounts.reserved')}</th>
            <th scope="col">{t('amounts.settled')}</th>
          </tr>
        </thead>
        <tbody>
          {reserved.map((amount, index) => (
            <AmountRow key={amount.bucket + String(index)} reserved={amount} settled={settled?.[index]} />
          ))}
        </tbody>
      </table>
      {settled === null && <p className="soft">{t('amounts.refunded')}</p>}
    </details>
  );
}

type Amount = TraceAttempt['reserved'][number];

interface AmountRowProps {
  readonly reserved: Amount;
  /** Absent = given back whole. */
  readonly settled: Amount | undefined;
}

function AmountRow({ reserved, settled }: AmountRowProps): ReactNode {
  const language = useLanguage();
  const limits = useLimitWords();
  const named = parseBucket(reserved.bucket);
  const figure = (amount: number): string =>
    named === null ? formatCount(amount, language) : limits.figure(named, amount);
  return (
    <tr>
      <th scope="row">{named === null ? reserved.bucket : limits.perWindow(named)}</th>
      <td className="figure">{figure(reserved.amount)}</td>
      <td className="figure">{figure(settled?.amount ?? 0)}</td>
    </tr>
  );
}
