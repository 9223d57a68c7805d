import { ClipboardPaste, Server } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { LiveMark } from '../../../features/live-mark.tsx';
import { useLanding } from '../arrival.tsx';
import { BulkDialog, OwnProviderDialog } from '../dialogs.ts';
import styles from './providers-bar.module.css';
import { useKeysHeardAt } from './use-keys-heard-at.ts';

/** What concerns all providers. */
export function ProvidersBar({ providers }: { readonly providers: readonly ProviderView[] }): ReactNode {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState<'bulk' | 'own' | null>(null);
  const ref = useLanding<HTMLDivElement>('providers-top');
  const heardAt = useKeysHeardAt();
  return (
    <div ref={ref} tabIndex={-1} className={styles.bar}>
      <Button
        look="primary"
        icon={<ClipboardPaste size={18} aria-hidden="true" />}
        onClick={() => setOpen('bulk')}
      >
        {t('bulk.open')}
      </Button>
      <Button icon={<Server size={18} aria-hidden="true" />} onClick={() => setOpen('own')}>
        {t('own.open')}
      </Button>
      <span className={styles.live}>
        <LiveMark at={heardAt} />
      </span>
      <Suspense fallback={null}>
        {open === 'bulk' && <BulkDialog providers={providers} onClose={() => setOpen(null)} />}
        {open === 'own' && <OwnProviderDialog providers={providers} onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}
