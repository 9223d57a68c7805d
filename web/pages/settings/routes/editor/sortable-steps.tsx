import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Active,
  type Modifier,
  type Over,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftStep } from '../draft.ts';
import styles from './step-editor.module.css';

export interface SortableStepsProps {
  readonly steps: readonly DraftStep[];
  readonly label: string;
  readonly titleOf: (step: DraftStep) => string;
  readonly say: (text: string) => void;
  readonly onMove: (from: number, to: number) => void;
  /** A row for each step. */
  readonly children: ReactNode;
}

/** Steps are only above and below each other. */
const onlyUpAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** What the library says by itself would interrupt the reader, and in English. */
const silent = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

/** A list whose order is changed with the pointer, or with space and the arrow keys on a step's handle. */
export function SortableSteps({
  steps,
  label,
  titleOf,
  say,
  onMove,
  children,
}: SortableStepsProps): ReactNode {
  const { t } = useTranslation('routes');
  const sensors = useSensors(
    useSensor(PointerSensor),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (one: Active | Over | null): number => steps.findIndex(({ id }) => id === one?.id);
  const tell = (
    event: 'picked' | 'place' | 'dropped' | 'cancelled',
    active: Active,
    over: Over | null,
  ): void => {
    const step = steps[placeOf(active)];
    if (step === undefined) return;
    const place = over === null ? placeOf(active) : placeOf(over);
    say(t(`edit.${event}`, { name: titleOf(step), place: place + 1, total: steps.length }));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[onlyUpAndDown]}
      accessibility={{ announcements: silent, screenReaderInstructions: { draggable: t('edit.how') } }}
      onDragStart={({ active }) => tell('picked', active, null)}
      onDragOver={({ active, over }) => {
        // It begins over itself.
        if (over !== null && over.id !== active.id) tell('place', active, over);
      }}
      onDragCancel={({ active }) => tell('cancelled', active, null)}
      onDragEnd={({ active, over }) => {
        tell('dropped', active, over);
        if (over !== null && over.id !== active.id) onMove(placeOf(active), placeOf(over));
      }}
    >
      <SortableContext items={steps.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
        <ol className={styles.list} aria-label={label}>
          {children}
        </ol>
      </SortableContext>
    </DndContext>
  );
}
