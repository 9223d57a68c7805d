import { useEffect, useId, useRef, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A modal dialog, there while it is rendered. The browser's own: it keeps the focus, hides what is behind, hears Escape and gives the focus back. */
export function Dialog({ title, children, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    // Who opens a form wants its first field, not the button that closes it.
    dialog?.querySelector<HTMLElement>('input, textarea, select')?.focus();
    return () => {
      dialog?.close();
      // It is taken out of the page while it closes, and then the browser gives nothing back.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A second Escape in a row closes it without asking. Where it is rendered on, it is shown on.
      onClose={() => {
        if (ref.current?.open !== false) return;
        onClose();
        requestAnimationFrame(() => {
          if (ref.current?.open === false) ref.current.showModal();
        });
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className={styles.inside}>
        <header>
          <h2 id={id}>{title}</h2>
          <Button look="quiet" aria-label={t('close')} onClick={onClose} icon={<X aria-hidden="true" />} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
