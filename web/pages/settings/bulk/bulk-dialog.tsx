import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { BulkForm } from './bulk-form.tsx';
import { BulkResults } from './bulk-results.tsx';
import { useBulkAdd } from './use-bulk-add.ts';

export interface BulkDialogProps {
  readonly providers: readonly ProviderView[];
  readonly onClose: () => void;
}

/** Many keys at once, a result for each line. What was pasted is forgotten when the dialog closes. */
export function BulkDialog({ providers, onClose }: BulkDialogProps): ReactNode {
  const { t } = useTranslation('settings');
  const [text, setText] = useState('');
  const bulk = useBulkAdd();
  return (
    <Dialog title={t('bulk.title')} onClose={onClose}>
      {bulk.lines === null ? (
        <BulkForm text={text} onChange={setText} bulk={bulk} onClose={onClose} />
      ) : (
        <BulkResults
          lines={bulk.lines}
          providers={providers}
          onChoose={(line, provider) => bulk.choose(text, line, provider)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
