import { KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewClientView } from '../../../../src/api/views/client-view.ts';
import { Button } from '../../../components/button.tsx';
import { useArrival, useLanding } from '../arrival.tsx';
import { StaleMark } from '../stale-mark.tsx';
import styles from './clients.module.css';
import { NewClientDialog } from './new-client-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';

/** Makes a key and shows its secret, once. */
export function ClientsBar({ at }: { readonly at: number }): ReactNode {
  const { t } = useTranslation('clients');
  const [open, setOpen] = useState<'form' | NewClientView | null>(null);
  const { announce } = useArrival();
  const ref = useLanding<HTMLDivElement>('clients-top');
  return (
    <div ref={ref} tabIndex={-1} className={styles.bar}>
      <Button look="primary" icon={<KeyRound size={18} aria-hidden="true" />} onClick={() => setOpen('form')}>
        {t('make.open')}
      </Button>
      <span className={styles.live}>
        <StaleMark at={new Date(at).toISOString()} />
      </span>
      {open === 'form' && <NewClientDialog onMade={setOpen} onClose={() => setOpen(null)} />}
      {open !== null && open !== 'form' && (
        <SecretDialog
          made={open}
          onClose={() => {
            setOpen(null);
            announce(`client-${open.id}`, true);
          }}
        />
      )}
    </div>
  );
}
