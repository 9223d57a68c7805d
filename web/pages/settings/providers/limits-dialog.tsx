import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import styles from '../dialog-form.module.css';
import { focusFirstFault } from '../focus-first-fault.ts';
import { LimitFields } from '../limit-fields.tsx';
import { ChangeFault } from '../change-fault.tsx';
import { LimitLine } from './limit-line.tsx';
import { isConfigured, limitFields, limitsBody, textsOf, wrongFields } from './limits-body.ts';
import { useChangeProvider } from './use-provider-changes.ts';

export interface LimitsDialogProps {
  readonly provider: ProviderView;
  readonly onClose: () => void;
}

/** The limits of one account of a provider, all its models together. */
export function LimitsDialog({ provider, onClose }: LimitsDialogProps): ReactNode {
  const { t } = useTranslation('settings');
  const change = useChangeProvider();
  const [texts, setTexts] = useState(() => textsOf(provider.limits));
  const [asked, setAsked] = useState(false);
  const { id, name, limits, in_catalog: inCatalog } = provider;
  const wrong = wrongFields(texts);
  const send = (body: ReturnType<typeof limitsBody> | null): void =>
    change.mutate({ id, change: { limits: body } }, { onSuccess: onClose });
  const save = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (wrong.length > 0) return focusFirstFault(event.currentTarget);
    send(limitsBody(texts, limits));
  };
  return (
    <Dialog title={t('limits.of', { name })} onClose={onClose}>
      <form className={styles.form} onSubmit={save} noValidate>
        <p className="soft">
          <LimitLine provider={provider} />
        </p>
        <p>{t('limits.what')}</p>
        <LimitFields
          fields={limitFields}
          texts={texts}
          faultAt={(field) => (asked && wrong.includes(field) ? t('limits.whole') : null)}
          onChange={(next) => setTexts({ ...texts, ...next })}
        />
        <p className="soft small">{t('limits.empty')}</p>
        <ChangeFault error={change.error} />
        <DialogButtons onCancel={onClose}>
          {limits.some(isConfigured) && (
            <Button busy={change.isPending} onClick={() => send(null)}>
              {t(inCatalog ? 'limits.asCatalog' : 'limits.asLearned')}
            </Button>
          )}
          <Button type="submit" look="primary" busy={change.isPending}>
            {t('save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
