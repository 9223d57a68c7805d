import { Plus } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { useLanding } from '../arrival.tsx';
import { AddKeyDialog } from '../dialogs.ts';
import styles from './idle-providers.module.css';
import { LimitLine } from './limit-line.tsx';
import { OutOfReach } from './out-of-reach.tsx';
import { ProviderLinks } from './provider-links.tsx';
import { isOutOfReach } from './split-providers.ts';

const tones = { free: 'good', trial: 'accent', paid: 'calm', local: 'calm' } as const satisfies Record<
  ProviderView['tier'],
  Tone
>;

/** A provider without a key, in a few lines. */
export function IdleProvider({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const [adding, setAdding] = useState(false);
  const { id, name, tier, key_url: keyUrl, retired } = provider;
  const heading = useLanding<HTMLHeadingElement>(`provider-${id}`);
  const out = isOutOfReach(provider);
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <div className={styles.name}>
          <h4 ref={heading} id={`provider-${id}`} tabIndex={-1}>
            {name}
          </h4>
          {retired === null ? (
            <Badge tone={tones[tier]}>{t(`tier.${tier}`)}</Badge>
          ) : (
            <Badge tone="calm">{t('tier.retired')}</Badge>
          )}
          {!out && !provider.enabled && <Badge tone="calm">{t('provider.off')}</Badge>}
        </div>
        <p className="soft small">
          {out ? <OutOfReach provider={provider} /> : <LimitLine provider={provider} />}
        </p>
        {retired === null && <ProviderLinks provider={provider} />}
      </div>
      {!out && keyUrl !== null && (
        <Button icon={<Plus size={18} aria-hidden="true" />} onClick={() => setAdding(true)}>
          <span>
            {t('idle.add')} <span className="visually-hidden">{t('idle.addFor', { name })}</span>
          </span>
        </Button>
      )}
      <Suspense fallback={null}>
        {adding && <AddKeyDialog provider={provider} onClose={() => setAdding(false)} />}
      </Suspense>
    </li>
  );
}
