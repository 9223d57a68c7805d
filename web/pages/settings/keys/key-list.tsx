import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useArrival } from '../arrival.tsx';
import { KeyCard } from './key-card.tsx';
import styles from './key-list.module.css';

export interface KeyListProps {
  readonly keys: readonly KeyView[];
  readonly provider: ProviderView;
}

const firstPiece = 8;
const nextPiece = 40;

/** The keys of a provider as cards; long lists come in pieces. */
export function KeyList({ keys, provider }: KeyListProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const arrival = useArrival();
  const [most, setMost] = useState(firstPiece);
  const shown = keys.slice(0, most);
  // Whoever has just come is shown, wherever its place is.
  const late = keys.slice(most).find(({ id }) => arrival.id === `key-${id}`);
  const [kept, setKept] = useState<string | null>(null);
  if (late !== undefined && kept !== late.id) setKept(late.id);
  const beyond = keys.slice(most).filter(({ id }) => id === kept);
  const rest = keys.length - shown.length - beyond.length;
  return (
    <>
      <ul className={styles.list} aria-label={t('list.label', { name: provider.name })}>
        {[...shown, ...beyond].map((key) => (
          <li key={key.id}>
            <KeyCard value={key} provider={provider} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button
          className={styles.more}
          onClick={() => {
            setMost(most + nextPiece);
            arrival.announce(`key-${keys[most]?.id ?? ''}`);
          }}
        >
          {t('list.more', {
            count: Math.min(rest, nextPiece),
            rest: formatCount(rest, language),
          })}
        </Button>
      )}
    </>
  );
}
