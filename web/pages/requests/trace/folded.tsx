import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './trace.module.css';

export interface FoldedProps {
  readonly items: readonly ReactNode[];
  readonly isOrdered?: boolean;
}

const open = 5;

/** A list of which a long rest is folded. */
export function Folded({ items, isOrdered = false }: FoldedProps): ReactNode {
  const { t } = useTranslation('requests');
  // One more would take no more room than the words that fold it.
  const shown = items.length <= open + 1 ? items : items.slice(0, open);
  const rest = items.slice(shown.length);
  return (
    <>
      <Items items={shown} isOrdered={isOrdered} from={1} />
      {rest.length > 0 && (
        <details className={styles.fold}>
          <summary>{t('unfold', { count: rest.length })}</summary>
          <Items items={rest} isOrdered={isOrdered} from={shown.length + 1} />
        </details>
      )}
    </>
  );
}

function Items({ items, isOrdered, from }: Required<FoldedProps> & { readonly from: number }): ReactNode {
  const list = items.map((item, index) => <li key={index}>{item}</li>);
  if (!isOrdered) return <ul className={styles.items}>{list}</ul>;
  return (
    <ol
      className={`${styles.items} ${styles.numbered}`}
      start={from}
      style={{ counterReset: `place ${from - 1}` }}
    >
      {list}
    </ol>
  );
}
