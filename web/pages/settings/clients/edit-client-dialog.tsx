import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/dialog.tsx';
import type { ClientCardProps } from './client-card.tsx';
import { ClientForm } from './client-form.tsx';
import { bodyOf, changesOf, faultsOf, textsOf } from './client-texts.ts';
import { useChangeClient } from './use-client-changes.ts';

/** Everything that a client key was made with, but its secret. */
export function EditClientDialog({
  client,
  onClose,
}: ClientCardProps & { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('clients');
  const change = useChangeClient(client.id);
  // Of when it was opened: what is counted meanwhile changes the client, not what is written here.
  const [before] = useState(() => textsOf(client));
  const [texts, setTexts] = useState(before);
  const [asked, setAsked] = useState(false);
  const wrong = faultsOf(texts);
  const save = (): void => {
    setAsked(true);
    if (wrong.length > 0) return;
    const changes = changesOf(bodyOf(before), bodyOf(texts));
    if (Object.keys(changes).length === 0) onClose();
    else change.mutate(changes, { onSuccess: onClose });
  };
  return (
    <Dialog title={t('edit.title', { name: client.name })} onClose={onClose}>
      <ClientForm
        texts={texts}
        onChange={(next) => {
          setTexts(next);
          change.reset();
        }}
        wrong={asked ? wrong : []}
        error={change.error}
        isBusy={change.isPending}
        submit={t('edit.save')}
        onSubmit={save}
        onCancel={onClose}
      />
    </Dialog>
  );
}
