import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ChangeFault } from './change-fault.tsx';
import { DialogButtons } from './dialog-buttons.tsx';
import styles from './dialog-form.module.css';

export interface DeleteDialogProps {
  readonly title: string;
  /** What the button says. */
  readonly confirm: string;
  readonly removal: { readonly isPending: boolean; readonly error: Error | null };
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What stops working. */
  readonly children: ReactNode;
}

/** Asks before something goes. */
export function DeleteDialog(props: DeleteDialogProps): ReactNode {
  const { title, confirm, removal, onConfirm, onClose, children } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={styles.form}>
        {children}
        <ChangeFault error={removal.error} />
        <DialogButtons onCancel={onClose}>
          <Button
            look="danger"
            icon={<Trash2 size={16} aria-hidden="true" />}
            busy={removal.isPending}
            onClick={onConfirm}
          >
            {confirm}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
}
