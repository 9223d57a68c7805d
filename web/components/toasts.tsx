import { Toast } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import buttonStyles from './button.module.css';
import type { ToastMessage } from './toaster.tsx';
import styles from './toaster.module.css';

export interface ToastsProps {
  readonly shown: readonly (ToastMessage & { readonly id: number })[];
  readonly onEnd: (id: number) => void;
}

const undoMs = 10_000;
const readMs = 5_000;

/** The messages that are shown now. */
export function Toasts({ shown, onEnd }: ToastsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Toast.Provider label={t('toast.label')} swipeDirection="right">
      {shown.map(({ id, text, tone, undo }) => (
        <Toast.Root
          key={id}
          className={`${styles.toast} ${tone === undefined ? '' : styles[tone]}`}
          duration={undo === undefined ? readMs : undoMs}
          onOpenChange={(open) => {
            if (!open) onEnd(id);
          }}
        >
          <Toast.Description>{text}</Toast.Description>
          {undo !== undefined && (
            <Toast.Action asChild altText={t('toast.undoHow')}>
              <button type="button" className={`${buttonStyles.button} ${buttonStyles.plain}`} onClick={undo}>
                {t('toast.undo')}
              </button>
            </Toast.Action>
          )}
        </Toast.Root>
      ))}
      <Toast.Viewport className={styles.viewport} label={t('toast.viewport')} />
    </Toast.Provider>
  );
}
