import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import styles from '../dialog-form.module.css';
import type { KeyCardProps } from './key-card.tsx';
import { placeBody } from './key-place.ts';
import { PlaceFields } from './place-fields.tsx';
import { useChangeKey } from './use-key-changes.ts';

/** Label and account of a stored key. */
export function EditKeyDialog({
  value,
  provider,
  onClose,
}: KeyCardProps & { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('settings');
  const change = useChangeKey();
  const [place, setPlace] = useState({ label: value.label ?? '', account: value.account ?? '' });
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    change.mutate({ id: value.id, change: placeBody(place) }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t('edit.title', { key: value.masked })} onClose={onClose}>
      <form className={styles.form} onSubmit={save}>
        <PlaceFields place={place} onChange={setPlace} provider={provider.id} />
        <DialogButtons onCancel={onClose}>
          <Button type="submit" look="primary" busy={change.isPending}>
            {t('save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
