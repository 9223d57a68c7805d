import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewClientView } from '../../../../src/api/views/client-view.ts';
import { Button } from '../../../components/button.tsx';
import { CodeBlock } from '../../../components/code-block.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Notice } from '../../../components/notice.tsx';
import styles from '../dialog-form.module.css';
import { firstRequest } from './first-request.ts';
import { LeaveSecret } from './leave-secret.tsx';

export interface SecretDialogProps {
  readonly made: NewClientView;
  readonly onClose: () => void;
}

/** The secret of a new key, this once. It is not left by mistake before it was copied. */
export function SecretDialog({ made, onClose }: SecretDialogProps): ReactNode {
  const { t } = useTranslation('clients');
  const [copied, setCopied] = useState(false);
  const [asks, setAsks] = useState(false);
  const secret = made.key;
  useStayAsk(!copied);
  const onCopied = (): void => {
    setCopied(true);
    setAsks(false);
  };
  const close = (): void => {
    if (copied) onClose();
    else setAsks(true);
  };
  return (
    <Dialog title={t('secret.title', { name: made.name })} onClose={close}>
      <div
        className={styles.form}
        onCopy={() => {
          // By hand, instead of by a button.
          if (getSelection()?.toString().includes(secret) === true) onCopied();
        }}
      >
        <Notice tone="warn" title={t('secret.once')}>
          {t('secret.why')}
        </Notice>
        <CodeBlock label={t('secret.key')} text={secret} onCopied={onCopied} />
        <CodeBlock label={t('secret.export')} text={`export NORIA_API_KEY=${secret}`} onCopied={onCopied} />
        <CodeBlock
          label={t('secret.request')}
          text={firstRequest(location.origin, secret, made)}
          onCopied={onCopied}
        />
        {asks ? (
          <LeaveSecret onStay={() => setAsks(false)} onLeave={onClose} />
        ) : (
          <div className={styles.buttons}>
            <Button look="primary" onClick={close}>
              {t('secret.done')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

/** The browser asks as well before the page goes. */
function useStayAsk(asks: boolean): void {
  useEffect(() => {
    if (!asks) return undefined;
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [asks]);
}
