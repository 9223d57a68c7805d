import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import styles from './dialog-form.module.css';

export interface DialogButtonsProps {
  readonly onCancel: () => void;
  /** What is done instead. */
  readonly children: ReactNode;
}

/** The foot of a dialog. */
export function DialogButtons({ onCancel, children }: DialogButtonsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.buttons}>
      <Button onClick={onCancel}>{t('cancel')}</Button>
      {children}
    </div>
  );
}
