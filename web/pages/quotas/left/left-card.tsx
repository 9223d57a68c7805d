import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeftView } from '../../../../src/api/views/quota-view.ts';
import { Card } from '../../../components/card.tsx';
import { Meter } from '../../../components/meter.tsx';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import { Resets } from '../resets.tsx';
import styles from './left.module.css';

export interface LeftCardProps {
  readonly total: LeftView;
  /** Of each provider: they add up to `total`. */
  readonly parts: readonly { readonly name: string; readonly left: LeftView }[];
}

/** A headline figure, and the sum that it is. */
export function LeftCard({ total, parts }: LeftCardProps): ReactNode {
  const { t } = useTranslation('quotas');
  const words = useLimitWords();
  const id = useId();
  const title = t(`left.${total.window}`, { name: words.name(total) });
  return (
    <Card className={styles.card} aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id}>{title}</h3>
        <p className={styles.headline}>
          <span className={styles.big}>{words.figure(total, total.remaining)}</span>{' '}
          <span className="soft figure">{t('left.of', { limit: words.figure(total, total.limit) })}</span>
        </p>
        <LeftMeter label={title} left={total} />
        <p className={`${styles.resets} soft small`}>
          {total.remaining >= total.limit ? t('left.untouched') : <Resets at={total.resets_at} />}
        </p>
      </div>
      <table className={styles.parts}>
        <caption className="visually-hidden">{t('left.byProvider', { name: title })}</caption>
        <thead className="small">
          <tr>
            <th scope="col">{t('left.provider')}</th>
            <th scope="col" className="number">
              {t('left.left')}
            </th>
            <th scope="col" className="number">
              {t('left.limit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, left }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <LeftMeter label={`${title}: ${name}`} left={left} />
              </th>
              <td className="number">{words.figure(left, left.remaining)}</td>
              <td className="number soft">{words.figure(left, left.limit)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('left.sum')}</th>
            <td className="number">{words.figure(total, total.remaining)}</td>
            <td className="number">{words.figure(total, total.limit)}</td>
          </tr>
        </tfoot>
      </table>
    </Card>
  );
}

function LeftMeter({ label, left }: { readonly label: string; readonly left: LeftView }): ReactNode {
  const { t } = useTranslation('quotas');
  const words = useLimitWords();
  const text = t('left.text', {
    left: words.amount(left, left.remaining),
    limit: words.figure(left, left.limit),
  });
  return <Meter label={label} used={left.used} limit={left.limit} text={text} />;
}
