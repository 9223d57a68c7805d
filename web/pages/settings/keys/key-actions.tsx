import type { UseMutationResult } from '@tanstack/react-query';
import { Pencil, Play, Plug, Power, RotateCcw, Trash2 } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyTestView } from '../../../../src/api/views/key-view.ts';
import { Button } from '../../../components/button.tsx';
import { DeleteKeyDialog, EditKeyDialog } from '../dialogs.ts';
import item from '../item-card.module.css';
import type { KeyCardProps } from './key-card.tsx';
import { useChangeKey, useResetKey } from './use-key-changes.ts';
import styles from './key-card.module.css';

interface KeyActionsProps extends KeyCardProps {
  readonly test: UseMutationResult<KeyTestView, Error, void>;
}

/** What can be done with a key. Names are the same on every card: a screen reader hears whose from the group. */
export function KeyActions({ value, provider, test }: KeyActionsProps): ReactNode {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const change = useChangeKey();
  const reset = useResetKey();
  const { id, masked, status, source } = value;
  const isOff = status === 'disabled';
  const waits = status === 'cooling' || status === 'resting' || status === 'invalid';
  return (
    <>
      <div
        className={`${item.actions} ${styles.actions}`}
        role="group"
        aria-label={t('key.actions', { key: masked })}
      >
        <Button
          icon={<Plug size={16} aria-hidden="true" />}
          busy={test.isPending}
          onClick={() => test.mutate()}
        >
          {t('test.start')}
        </Button>
        <Button
          look="quiet"
          icon={isOff ? <Play size={16} aria-hidden="true" /> : <Power size={16} aria-hidden="true" />}
          busy={change.isPending}
          onClick={() => change.mutate({ id, change: { enabled: isOff } })}
        >
          {isOff ? t('key.enable') : t('key.disable')}
        </Button>
        {waits && (
          <Button
            look="quiet"
            title={t('key.resetWhat')}
            icon={<RotateCcw size={16} aria-hidden="true" />}
            busy={reset.isPending}
            onClick={() => reset.mutate(id)}
          >
            {t('key.reset')}
          </Button>
        )}
        {source === 'stored' && (
          <>
            <Button
              look="quiet"
              icon={<Pencil size={16} aria-hidden="true" />}
              onClick={() => setOpen('edit')}
            >
              {t('key.edit')}
            </Button>
            <Button
              look="quiet"
              className={item.delete}
              icon={<Trash2 size={16} aria-hidden="true" />}
              onClick={() => setOpen('delete')}
            >
              {t('key.delete')}
            </Button>
          </>
        )}
      </div>
      <Suspense fallback={null}>
        {open === 'edit' && <EditKeyDialog value={value} provider={provider} onClose={() => setOpen(null)} />}
        {open === 'delete' && (
          <DeleteKeyDialog value={value} provider={provider} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </>
  );
}
