import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useListOfRoutes } from './use-list-of-routes.ts';
import styles from '../dialog-form.module.css';

export interface LeaveDialogProps {
  /** Names of those that are not saved. */
  readonly routes: readonly string[];
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asks before what is not saved is lost. */
export function LeaveDialog({ routes, onStay, onLeave }: LeaveDialogProps): ReactNode {
  const { t } = useTranslation('routes');
  const names = useListOfRoutes(routes);
  return (
    <Dialog title={t('leave.title')} onClose={onStay}>
      <p>{t('leave.what', { names })}</p>
      <div className={styles.buttons}>
        <Button look="danger" onClick={onLeave}>
          {t('leave.go')}
        </Button>
        <Button look="primary" onClick={onStay}>
          {t('leave.stay')}
        </Button>
      </div>
    </Dialog>
  );
}
