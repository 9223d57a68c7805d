import { useEffect, useRef, useState, type ReactNode, type SubmitEvent, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { ApiError } from '../../../lib/api.ts';
import { DialogButtons } from '../dialog-buttons.tsx';
import { ChangeFault } from '../change-fault.tsx';
import styles from '../dialog-form.module.css';
import { LimitFields } from '../limit-fields.tsx';
import { AppsField } from './apps-field.tsx';
import { fieldOf, type OwnFault, type ClientTexts } from './client-texts.ts';
import { RoutesField } from './routes-field.tsx';
import { useFieldFaults } from './use-field-faults.tsx';

export interface ClientFormProps {
  readonly texts: ClientTexts;
  readonly onChange: (texts: ClientTexts) => void;
  /** Fields that keep it from being sent, once that was tried. */
  readonly wrong: readonly OwnFault[];
  /** Why the gateway refused it. */
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}

/** How much it may use of the whole. */
const limitFields = [
  { name: 'requests', unit: 'requests', window: 'minute' },
  { name: 'tokens', unit: 'tokens', window: 'day' },
] as const;

/** Name, limits, what it may ask for, expiry. */
export function ClientForm(props: ClientFormProps): ReactNode {
  const { texts, onChange, wrong, error, isBusy, submit, onSubmit, onCancel } = props;
  const { t } = useTranslation('clients');
  const faultAt = useFieldFaults(wrong, error);
  const [tries, setTries] = useState(0);
  const ref = useFirstFault(tries, error);
  const set = (change: Partial<ClientTexts>): void => onChange({ ...texts, ...change });
  // No event tells of a date that is half written.
  const notice = ({ currentTarget: { validity } }: SyntheticEvent<HTMLInputElement>): void => {
    if (validity.badInput !== texts.isHalf) set({ isHalf: validity.badInput });
  };
  const isAtField = error instanceof ApiError && fieldOf(error.param) !== null;
  return (
    <form
      ref={ref}
      className={styles.form}
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (isBusy) return;
        setTries(tries + 1);
        onSubmit();
      }}
    >
      <TextField
        label={t('form.name')}
        hint={t('form.nameHint')}
        required
        maxLength={100}
        error={faultAt('name')}
        value={texts.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <LimitFields fields={limitFields} texts={texts} faultAt={faultAt} onChange={set} />
      <RoutesField texts={texts} set={set} error={faultAt('routes')} />
      <AppsField apps={texts.apps} onChange={(apps) => set({ apps })} error={faultAt('apps')} />
      <TextField
        label={t('form.expires')}
        hint={t('form.expiresHint', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
        type="datetime-local"
        error={faultAt('expires')}
        value={texts.expires}
        onChange={({ target: { value, validity } }) => set({ expires: value, isHalf: validity.badInput })}
        onKeyUp={notice}
        onBlur={notice}
      />
      <ChangeFault error={isAtField ? null : error} />
      <DialogButtons onCancel={onCancel}>
        <Button type="submit" look="primary" busy={isBusy}>
          {submit}
        </Button>
      </DialogButtons>
    </form>
  );
}

/** Leads to the first field that is not as it has to be, each time that is said. */
function useFirstFault(tries: number, error: Error | null): { readonly current: HTMLFormElement | null } {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (tries > 0) focusFault(ref.current);
  }, [tries]);
  useEffect(() => {
    if (error !== null) focusFault(ref.current);
  }, [error]);
  return ref;
}

function focusFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
}
