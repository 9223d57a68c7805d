import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewClientView } from '../../../../src/api/views/client-view.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { ClientForm } from './client-form.tsx';
import { bodyOf, faultsOf, textsOf } from './client-texts.ts';
import { useMakeClient } from './use-client-changes.ts';

export interface NewClientDialogProps {
  readonly onMade: (made: NewClientView) => void;
  readonly onClose: () => void;
}

/** «Créer une clé cliente» */
export function NewClientDialog({ onMade, onClose }: NewClientDialogProps): ReactNode {
  const { t } = useTranslation('clients');
  const make = useMakeClient(onMade);
  const [texts, setTexts] = useState(() => textsOf(null));
  const [asked, setAsked] = useState(false);
  const wrong = faultsOf(texts);
  return (
    <Dialog title={t('make.title')} onClose={onClose}>
      <ClientForm
        texts={texts}
        onChange={(next) => {
          setTexts(next);
          make.reset();
        }}
        wrong={asked ? wrong : []}
        error={make.error}
        isBusy={make.isPending}
        submit={t('make.submit')}
        onSubmit={() => {
          setAsked(true);
          if (wrong.length === 0) make.mutate(bodyOf(texts));
        }}
        onCancel={onClose}
      />
    </Dialog>
  );
}
