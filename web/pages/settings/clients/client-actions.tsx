import { Pencil, Play, Power, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { useToast } from '../../../components/toaster.tsx';
import item from '../item-card.module.css';
import { useFaultWords } from '../use-fault-words.ts';
import styles from './client-card.module.css';
import type { ClientCardProps } from './client-card.tsx';
import { DeleteClientDialog } from './delete-client-dialog.tsx';
import { EditClientDialog } from './edit-client-dialog.tsx';
import { useChangeClient } from './use-client-changes.ts';

/** What can be done with a client key. Names are the same on every card: a screen reader hears whose from the group. */
export function ClientActions({ client }: ClientCardProps): ReactNode {
  const { t } = useTranslation('clients');
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const show = useToast();
  const words = useFaultWords();
  const change = useChangeClient(client.id);
  const { name, enabled, environment } = client;
  const close = (): void => setOpen(null);
  return (
    <>
      <div
        className={`${item.actions} ${styles.actions}`}
        role="group"
        aria-label={t('actions.of', { name })}
      >
        <Button icon={<Pencil size={16} aria-hidden="true" />} onClick={() => setOpen('edit')}>
          {t('actions.edit')}
        </Button>
        <Button
          look="quiet"
          icon={enabled ? <Power size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
          busy={change.isPending}
          onClick={() =>
            change.mutate(
              { enabled: !enabled },
              { onError: (error) => show({ text: words(error), tone: 'bad' }) },
            )
          }
        >
          {t(enabled ? 'actions.disable' : 'actions.enable')}
        </Button>
        {!environment && (
          <Button
            look="quiet"
            className={item.delete}
            icon={<Trash2 size={16} aria-hidden="true" />}
            onClick={() => setOpen('delete')}
          >
            {t('actions.delete')}
          </Button>
        )}
      </div>
      {open === 'edit' && <EditClientDialog client={client} onClose={close} />}
      {open === 'delete' && <DeleteClientDialog client={client} onClose={close} />}
    </>
  );
}
