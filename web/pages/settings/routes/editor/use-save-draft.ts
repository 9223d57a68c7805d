import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../../../components/toaster.tsx';
import { editOfDraft, type Draft, type DraftStep, type Part } from '../draft.ts';
import { faultsOfSave } from '../faults-of-save.ts';
import { modelOfRoute } from '../model-of-route.ts';
import { usePutRoute } from '../use-route-changes.ts';

/** What is wrong with a draft, at its fields. */
export interface DraftFaults {
  of(field: Part | 'strategy' | 'resume' | 'deadline_ms'): string | null;
  ofStep(part: Part, step: DraftStep): string | null;
}

export interface SaveDraft {
  readonly faults: DraftFaults;
  /** Something is marked. */
  readonly isRefused: boolean;
  /** Why it failed, where no field tells it. */
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly start: () => void;
}

/** Stores a draft; what the gateway refuses stays beside its field until that is changed. */
export function useSaveDraft(draft: Draft, onSaved: () => void): SaveDraft {
  const { t } = useTranslation('routes');
  const show = useToast();
  const put = usePutRoute();
  const [sent, setSent] = useState<Draft | null>(null);
  const isSending = useRef(false);
  const { name } = draft;
  const edit = editOfDraft(draft);
  const refused = faultsOfSave(put.error, name);
  const isSame = (field: Part | 'strategy' | 'resume' | 'deadline'): boolean =>
    sent?.[field] === draft[field];
  const told = (field: string): string | null => refused?.byField.get(field) ?? null;
  const start = (): void => {
    setSent(draft);
    if (edit === null || isSending.current) return;
    isSending.current = true;
    put.mutate(edit, {
      onSuccess: () => {
        onSaved();
        show({ text: t('done.saved', { name: modelOfRoute(name) }), tone: 'good' });
      },
      onSettled: () => (isSending.current = false),
    });
  };
  const faults: DraftFaults = {
    of: (field) => {
      const key = field === 'deadline_ms' ? 'deadline' : field;
      if (!isSame(key)) return null;
      return key === 'deadline' && edit === null ? t('deadline.wrong') : told(field);
    },
    ofStep: (part, step) => {
      const place = sent?.[part].findIndex(({ id }) => id === step.id) ?? -1;
      return place < 0 ? null : told(`${part}.${place}`);
    },
  };
  return {
    faults,
    isRefused: (refused?.byField.size ?? 0) > 0 || (edit === null && isSame('deadline')),
    error: refused === null || refused.rest !== '' ? put.error : null,
    isPending: put.isPending,
    start,
  };
}
