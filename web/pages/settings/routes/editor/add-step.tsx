import { Plus } from 'lucide-react';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../../src/api/views/route-view.ts';
import { Button } from '../../../../components/button.tsx';
import { useProviders } from '../../../../features/providers.ts';
import type { DraftStep, Part } from '../draft.ts';
import { StepField } from '../step-field.tsx';
import { stepMeant } from '../step-options.ts';
import { useStepWords } from '../use-step-words.ts';
import styles from './step-editor.module.css';

export interface AddStepProps {
  readonly part: Part;
  readonly route: RouteView;
  readonly steps: readonly DraftStep[];
  readonly onAdd: (name: string) => void;
}

/** Puts somebody at the end of a list. What leads nowhere is told when it is saved. */
export function AddStep({ part, route, steps, onAdd }: AddStepProps): ReactNode {
  const { t } = useTranslation('routes');
  const words = useStepWords(route);
  const providers = useProviders().data?.providers ?? [];
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const isPrivate = route.name === 'private';
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = stepMeant(text, { providers });
    const isThere = steps.some((step) => step.name === name);
    setFault(name === '' ? t('edit.empty') : isThere ? t('edit.there', { name: words(name).title }) : null);
    if (name === '' || isThere) return;
    onAdd(name);
    setText('');
  };
  return (
    <form className={styles.add} onSubmit={add} noValidate>
      <StepField
        label={t(part === 'then' ? 'edit.addThen' : 'edit.add')}
        // Told once, above.
        {...(part === 'steps' && { hint: t(isPrivate ? 'edit.addLocal' : 'edit.addHint') })}
        isPrivate={isPrivate}
        error={fault}
        value={text}
        onChange={(value) => {
          setText(value);
          setFault(null);
        }}
      />
      <Button type="submit" icon={<Plus size={18} aria-hidden="true" />}>
        {t('edit.addIt')}
      </Button>
    </form>
  );
}
