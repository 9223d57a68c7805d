import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextArea, TextField } from '../../../components/field.tsx';
import { ApiError } from '../../../lib/api.ts';
import { useArrival } from '../arrival.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import form from '../dialog-form.module.css';
import { focusFirstFault } from '../focus-first-fault.ts';
import { LimitFields } from '../limit-fields.tsx';
import { ChangeFault } from '../change-fault.tsx';
import { limitFields, limitsBody } from './limits-body.ts';
import { faultsOf, modelsOf, textsOfProvider } from './own-provider-form.ts';
import styles from './provider-form.module.css';
import { useChangeProvider } from './use-provider-changes.ts';

export interface OwnProviderDialogProps {
  readonly providers: readonly ProviderView[];
  /** The one to change; without it a new one is made. */
  readonly provider?: ProviderView;
  readonly onClose: () => void;
}

/** A server of one's own that speaks OpenAI's dialect: name, address, models, limits. */
export function OwnProviderDialog({ providers, provider, onClose }: OwnProviderDialogProps): ReactNode {
  const { t } = useTranslation('settings');
  const { announce } = useArrival();
  const change = useChangeProvider();
  const [texts, setTexts] = useState(() => textsOfProvider(provider));
  const [asked, setAsked] = useState(false);
  const taken = provider === undefined ? providers.map(({ id }) => id) : [];
  const faults = faultsOf(texts, taken);
  const told = (field: 'id' | 'address' | 'models'): string | null =>
    asked && faults.has(field) ? t(`own.wrong.${field}`) : null;
  const isRefused = change.error instanceof ApiError && change.error.param === 'base_url';
  const save = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (faults.size > 0) return focusFirstFault(event.currentTarget);
    const limits = limitsBody(texts.limits, provider?.limits ?? []);
    const id = texts.id.trim();
    const wanted = { base_url: texts.address.trim(), models: modelsOf(texts.models), limits };
    change.mutate(
      { id, change: wanted },
      {
        onSuccess: () => {
          onClose();
          if (provider === undefined) announce(`provider-${id}`);
        },
      },
    );
  };
  return (
    <Dialog
      title={provider === undefined ? t('own.open') : t('own.edit', { name: provider.name })}
      onClose={onClose}
    >
      <form className={form.form} onSubmit={save} noValidate>
        <p className="soft">{t('own.what')}</p>
        <TextField
          label={t('own.id')}
          hint={t('own.idHint')}
          error={told('id')}
          readOnly={provider !== undefined}
          value={texts.id}
          onChange={(event) => setTexts({ ...texts, id: event.target.value })}
        />
        <TextField
          label={t('own.address')}
          hint={t('own.addressHint')}
          type="url"
          error={isRefused ? t('own.wrong.refused') : told('address')}
          value={texts.address}
          onChange={(event) => setTexts({ ...texts, address: event.target.value })}
        />
        <TextArea
          label={t('own.models')}
          hint={t('own.modelsHint')}
          error={told('models')}
          value={texts.models}
          onChange={(event) => setTexts({ ...texts, models: event.target.value })}
        />
        <fieldset className={styles.limits}>
          <legend>{t('own.limits')}</legend>
          <LimitFields
            fields={limitFields}
            texts={texts.limits}
            faultAt={(field) => (asked && faults.has(field) ? t('limits.whole') : null)}
            onChange={(limits) => setTexts({ ...texts, limits: { ...texts.limits, ...limits } })}
          />
        </fieldset>
        <ChangeFault error={isRefused ? null : change.error} />
        <DialogButtons onCancel={onClose}>
          <Button type="submit" look="primary" busy={change.isPending}>
            {t('save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
