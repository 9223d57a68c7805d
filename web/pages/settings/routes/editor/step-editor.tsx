import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { moved, newStep, type DraftStep, type Part } from '../draft.ts';
import { useStepWords } from '../use-step-words.ts';
import { AddStep } from './add-step.tsx';
import type { RouteEditorProps } from './route-editor.tsx';
import { SortableSteps } from './sortable-steps.tsx';
import { StepRow } from './step-row.tsx';
import { useFocusAfterRemoval } from './use-focus-after-removal.ts';
import type { DraftFaults } from './use-save-draft.ts';
import styles from './step-editor.module.css';

export interface StepEditorProps extends Omit<RouteEditorProps, 'onClose'> {
  readonly part: Part;
  readonly faults: DraftFaults;
  /** Tells who cannot see it what has happened. */
  readonly say: (text: string) => void;
}

/** One of the two lists of a route: its order by hand, by arrow keys or by buttons. */
export function StepEditor({ part, route, draft, faults, say, onChange }: StepEditorProps): ReactNode {
  const { t } = useTranslation('routes');
  const words = useStepWords(route);
  const list = useRef<HTMLDivElement>(null);
  const removedAt = useFocusAfterRemoval(list, draft[part]);
  const steps = draft[part];
  const total = steps.length;
  const change = (next: readonly DraftStep[]): void => onChange({ ...draft, [part]: next });
  const titleOf = ({ name }: DraftStep): string => words(name).title;
  const move = (from: number, to: number): void => {
    const step = steps[from];
    if (step === undefined || to < 0 || to >= total) return;
    change(moved(steps, from, to));
    say(t('edit.place', { name: titleOf(step), place: to + 1, total }));
  };
  const remove = (step: DraftStep, place: number): void => {
    removedAt(place);
    change(steps.filter(({ id }) => id !== step.id));
    say(t('edit.removed', { name: titleOf(step) }));
  };
  const add = (name: string): void => {
    const step = newStep(draft, name);
    change([...steps, step]);
    say(t('edit.added', { name: titleOf(step), place: total + 1, total: total + 1 }));
  };
  const fault = faults.of(part);
  const headings = {
    steps: draft.strategy === 'race' ? 'edit.stepsRace' : 'edit.steps',
    then: 'edit.then',
  } as const;
  return (
    <div ref={list} className={styles.part}>
      <h4>{t(headings[part])}</h4>
      {total === 0 && <p className="soft small">{t(part === 'then' ? 'edit.noThen' : 'edit.noSteps')}</p>}
      <SortableSteps
        steps={steps}
        label={t(headings[part])}
        titleOf={titleOf}
        say={say}
        onMove={(from, to) => change(moved(steps, from, to))}
      >
        {steps.map((step, place) => (
          <StepRow
            key={step.id}
            step={step}
            words={words(step.name)}
            place={{ at: place, of: total }}
            fault={faults.ofStep(part, step)}
            onMove={(by) => move(place, place + by)}
            onRemove={() => remove(step, place)}
          />
        ))}
      </SortableSteps>
      {fault !== null && (
        <p className={styles.fault} role="alert" lang="en">
          {fault}
        </p>
      )}
      <AddStep part={part} route={route} steps={steps} onAdd={add} />
    </div>
  );
}
