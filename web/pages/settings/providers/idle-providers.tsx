import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { Card } from '../../../components/card.tsx';
import { TextField } from '../../../components/field.tsx';
import { useArrival } from '../arrival.tsx';
import { fold } from './filter-keys.ts';
import { IdleProvider } from './idle-provider.tsx';
import { isOutOfReach } from './split-providers.ts';
import styles from './idle-providers.module.css';

const firstPiece = 6;

/** Providers without a key: what they give for nothing and how one gets in. Those out of reach come last. */
export function IdleProviders({ providers }: { readonly providers: readonly ProviderView[] }): ReactNode {
  const { t } = useTranslation('settings');
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  const { announce } = useArrival();
  const sorted = useMemo(
    () => providers.toSorted((a, b) => Number(isOutOfReach(a)) - Number(isOutOfReach(b))),
    [providers],
  );
  const found = sorted.filter(({ id, name }) => fold(`${name} ${id}`).includes(fold(text)));
  const shown = all || text.trim() !== '' ? found : found.slice(0, firstPiece);
  const [next] = found.slice(firstPiece);
  if (providers.length === 0) return null;
  return (
    <Card className={styles.card} aria-labelledby="providers-idle">
      <header className={styles.header}>
        <div>
          <h3 id="providers-idle">{t('idle.title')}</h3>
          <p className="soft">{t('idle.lead')}</p>
        </div>
        <TextField
          label={t('idle.search')}
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </header>
      <p className="visually-hidden" role="status">
        {t('idle.count', { count: found.length })}
      </p>
      {found.length === 0 ? (
        <p className="soft">{t('idle.nothing')}</p>
      ) : (
        <ul>
          {shown.map((provider) => (
            <IdleProvider key={provider.id} provider={provider} />
          ))}
        </ul>
      )}
      {shown.length < found.length && (
        <Button
          className={styles.more}
          onClick={() => {
            setAll(true);
            announce(`provider-${next?.id ?? ''}`);
          }}
        >
          {t('idle.more', { count: found.length - shown.length })}
        </Button>
      )}
    </Card>
  );
}
