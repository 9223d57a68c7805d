import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { formatCount } from '../../lib/format.ts';
import { useLanguage } from '../../lib/use-language.ts';
import { useArrival } from './arrival.tsx';
import styles from './card-list.module.css';

export interface CardListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  /** Of an item's card, for `useLanding`. */
  readonly idOf: (item: Item) => string;
  /** How many are shown at first. */
  readonly first: number;
  /** The card of one. */
  readonly children: (item: Item) => ReactNode;
}

const nextPiece = 40;

/** Keys as cards; long lists come in pieces. */
export function CardList<Item>({ label, items, idOf, first, children }: CardListProps<Item>): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const arrival = useArrival();
  const [most, setMost] = useState(first);
  const [kept, setKept] = useState<string | null>(null);
  const hidden = items.slice(most);
  // Whoever has just come is shown, wherever its place is.
  const late = hidden.map(idOf).find((id) => id === arrival.id);
  if (late !== undefined && kept !== late) setKept(late);
  const shown = [...items.slice(0, most), ...hidden.filter((item) => idOf(item) === kept)];
  const rest = items.length - shown.length;
  const [next] = hidden;
  return (
    <>
      <ul className={styles.list} aria-label={label}>
        {shown.map((item) => (
          <li key={idOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {rest > 0 && (
        <Button
          className={styles.more}
          onClick={() => {
            setMost(most + nextPiece);
            if (next !== undefined) arrival.announce(idOf(next));
          }}
        >
          {t('list.more', { count: Math.min(rest, nextPiece), rest: formatCount(rest, language) })}
        </Button>
      )}
    </>
  );
}
