import { Pencil, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { useProviders } from '../../../features/providers.ts';
import { DeleteProviderDialog } from './delete-provider-dialog.tsx';
import { OwnProviderDialog } from './own-provider-dialog.tsx';
import styles from './provider-settings.module.css';

/** The owner's own server can be changed and taken away. */
export function OwnProviderActions({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const providers = useProviders().data?.providers ?? [];
  return (
    <div className={styles.part}>
      <h4>{t('own.title')}</h4>
      <p className="soft small mono">{provider.base_url}</p>
      <div className={styles.buttons}>
        <Button icon={<Pencil size={16} aria-hidden="true" />} onClick={() => setOpen('edit')}>
          {t('own.edit', { name: provider.name })}
        </Button>
        <Button
          look="danger"
          icon={<Trash2 size={16} aria-hidden="true" />}
          onClick={() => setOpen('delete')}
        >
          {t('own.delete', { name: provider.name })}
        </Button>
      </div>
      {open === 'edit' && (
        <OwnProviderDialog providers={providers} provider={provider} onClose={() => setOpen(null)} />
      )}
      {open === 'delete' && <DeleteProviderDialog provider={provider} onClose={() => setOpen(null)} />}
    </div>
  );
}
