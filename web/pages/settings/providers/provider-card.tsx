import { Plus } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { Card } from '../../../components/card.tsx';
import { useLanding } from '../arrival.tsx';
import { AddKeyDialog } from '../dialogs.ts';
import { CardList } from '../card-list.tsx';
import { KeyCard } from '../keys/key-card.tsx';
import type { KeyFilter } from './filter-keys.ts';
import { KeySummary } from './key-summary.tsx';
import { ProviderSettings } from './provider-settings.tsx';
import { SharingNotice } from './sharing-notice.tsx';
import { SingleKeyForm } from './single-key-form.tsx';
import { isKeyless, takesOneKey, type ProviderWithKeys } from './split-providers.ts';
import styles from './provider-card.module.css';

export interface ProviderCardProps extends ProviderWithKeys {
  readonly filter: KeyFilter;
}

/** «Clés API Groq»: the keys of a provider and its settings. */
export function ProviderCard({ provider, keys, filter }: ProviderCardProps): ReactNode {
  const { t } = useTranslation('settings');
  const [adding, setAdding] = useState(false);
  const { id, name } = provider;
  const single = takesOneKey(provider);
  const keyless = keys.length === 0 && isKeyless(provider);
  const takesKeys = provider.key_url !== null || provider.own || !provider.in_catalog || keys.length > 0;
  const heading = useLanding<HTMLHeadingElement>(`provider-${id}`);
  const title = single ? t('provider.key', { name }) : takesKeys ? t('provider.keys', { name }) : name;
  return (
    <Card className={styles.card} aria-labelledby={`provider-${id}`}>
      <header className={styles.header}>
        <h3 ref={heading} id={`provider-${id}`} tabIndex={-1}>
          {title}
        </h3>
        {provider.own && <Badge tone="accent">{t('provider.own')}</Badge>}
        {!provider.enabled && <Badge tone="calm">{t('provider.off')}</Badge>}
        {takesKeys && !single && (
          <Button
            className={styles.add}
            icon={<Plus size={18} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            {t('add.title', { name })}
          </Button>
        )}
      </header>
      <KeySummary keys={keys} keyless={keyless} />
      <SharingNotice keys={keys} provider={provider} />
      {keys.length > 0 && (
        <CardList
          key={`${filter.text} ${filter.state}`}
          label={t('list.label', { name })}
          items={keys}
          idOf={(key) => `key-${key.id}`}
          first={8}
        >
          {(key) => <KeyCard value={key} provider={provider} />}
        </CardList>
      )}
      {single && <SingleKeyForm provider={provider} keys={keys} />}
      <ProviderSettings provider={provider} />
      <Suspense fallback={null}>
        {adding && <AddKeyDialog provider={provider} onClose={() => setAdding(false)} />}
      </Suspense>
    </Card>
  );
}
