import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/field.tsx';
import { useToast } from '../../../components/toaster.tsx';
import { useArrival } from '../arrival.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { ChangeFault } from '../change-fault.tsx';
import { useProviders } from '../../../features/providers.ts';
import { faultsOfSave } from './faults-of-save.ts';
import { modelOfRoute } from './model-of-route.ts';
import { StepField } from './step-field.tsx';
import { stepMeant } from './step-options.ts';
import { usePutRoute } from './use-route-changes.ts';
import styles from '../dialog-form.module.css';

export interface NewRouteDialogProps {
  /** Names of routes that are there. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** A route of one's own: a name and the first who is asked. */
export function NewRouteDialog({ taken, onClose }: NewRouteDialogProps): ReactNode {
  const { t } = useTranslation('routes');
  const { announce } = useArrival();
  const show = useToast();
  const put = usePutRoute();
  const providers = useProviders().data?.providers ?? [];
  const [texts, setTexts] = useState({ name: '', step: '' });
  const [asked, setAsked] = useState(false);
  const name = texts.name.trim();
  const step = stepMeant(texts.step, { providers });
  const isTaken = taken.includes(name);
  const refused = faultsOfSave(put.error, put.variables?.name ?? '');
  const change = (next: Partial<typeof texts>): void => {
    // What was said of the words before does not hold for these.
    put.reset();
    setTexts({ ...texts, ...next });
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (name === '' || isTaken || step === '' || put.isPending) return;
    put.mutate(
      { name, steps: [step] },
      {
        onSuccess: () => {
          onClose();
          announce(`route-edit-${name}`);
          show({ text: t('done.added', { name: modelOfRoute(name) }) });
        },
      },
    );
  };
  return (
    <Dialog title={t('new.title')} onClose={onClose}>
      <form className={styles.form} onSubmit={save} noValidate>
        <p className="soft">{t('new.what')}</p>
        <TextField
          label={t('new.name')}
          hint={`${t('new.nameHint')} ${name === '' ? '' : t('new.askedFor', { model: modelOfRoute(name) })}`}
          error={
            isTaken
              ? t('new.taken')
              : name === ''
                ? asked
                  ? t('new.noName')
                  : null
                : (refused?.byField.get('name') ?? null)
          }
          spellCheck={false}
          autoCapitalize="none"
          value={texts.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <StepField
          label={t('new.step')}
          hint={t('new.stepHint')}
          error={step === '' ? (asked ? t('new.noStep') : null) : (refused?.byField.get('steps.0') ?? null)}
          value={texts.step}
          onChange={(value) => change({ step: value })}
        />
        {(refused === null || refused.rest !== '') && <ChangeFault error={put.error} />}
        <DialogButtons onCancel={onClose}>
          <Button type="submit" look="primary" busy={put.isPending}>
            {t('new.submit')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
