import { PenLine, X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { asCurl } from './as-curl.ts';
import { ContentFields } from './content-fields.tsx';
import { wishOf } from './content-form.ts';
import styles from './content-page.module.css';
import type { ContentFormState } from './use-content-form.ts';

export interface FormCardProps extends ContentFormState {
  /** A call is under way. */
  readonly isBusy: boolean;
  /** The button that sends. */
  readonly buttonRef: RefObject<HTMLButtonElement | null>;
  readonly onSend: () => void;
  readonly onCancel: () => void;
}

/** What is wished for, and the same as a command. */
export function FormCard({ form, change, isBusy, buttonRef, onSend, onCancel }: FormCardProps): ReactNode {
  const { t } = useTranslation('content');
  return (
    <Card className={styles.form}>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onSend();
        }}
      >
        <ContentFields form={form} change={change} />
        <div className={styles.actions}>
          <Button
            ref={buttonRef}
            type="submit"
            look="primary"
            busy={isBusy}
            icon={<PenLine size={18} aria-hidden="true" />}
          >
            {t('form.write')}
          </Button>
          {isBusy && (
            <Button look="quiet" icon={<X size={18} aria-hidden="true" />} onClick={onCancel}>
              {t('form.cancel')}
            </Button>
          )}
        </div>
      </form>
      <details className={styles.curl}>
        <summary>{t('curl.show')}</summary>
        <CodeBlock label={t('curl.label')} text={asCurl(location.origin, wishOf(form))} />
      </details>
    </Card>
  );
}
