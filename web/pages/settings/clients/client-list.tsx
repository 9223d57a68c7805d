import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../../../src/api/views/client-view.ts';
import { Button } from '../../../components/button.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useArrival } from '../arrival.tsx';
import { ClientCard } from './client-card.tsx';
import styles from './clients.module.css';

const firstPiece = 12;
const nextPiece = 48;

/** Client keys as cards; long lists come in pieces. */
export function ClientList({ clients }: { readonly clients: readonly ClientView[] }): ReactNode {
  const { t } = useTranslation('clients');
  const language = useLanguage();
  const arrival = useArrival();
  const [most, setMost] = useState(firstPiece);
  const place = clients.findIndex(({ id }) => arrival.id === `client-${id}`);
  // Whoever has just come is shown, wherever its place is.
  if (place >= most) setMost(place + 1);
  const rest = clients.length - most;
  if (clients.length === 0) return null;
  return (
    <>
      <ul className={styles.list} aria-label={t('list')}>
        {clients.slice(0, most).map((client) => (
          <li key={client.id}>
            <ClientCard client={client} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button
          className={styles.more}
          onClick={() => {
            setMost(most + nextPiece);
            arrival.announce(`client-${clients[most]?.id ?? ''}`);
          }}
        >
          {t('more', { count: Math.min(rest, nextPiece), rest: formatCount(rest, language) })}
        </Button>
      )}
    </>
  );
}
