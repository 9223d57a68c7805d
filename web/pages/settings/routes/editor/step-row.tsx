import { useSortable } from '@dnd-kit/sortable';
import { ChevronDown, ChevronUp, GripVertical, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../../components/button.tsx';
import type { DraftStep } from '../draft.ts';
import { StepMark } from '../step-mark.tsx';
import type { StepWords } from '../use-step-words.ts';
import styles from './step-row.module.css';

export interface StepRowProps {
  readonly step: DraftStep;
  readonly words: StepWords;
  /** Counted from 0. */
  readonly place: { readonly at: number; readonly of: number };
  readonly fault: string | null;
  /** -1 = up, 1 = down. */
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** A step that can be moved and removed. */
export function StepRow({ step, words, place, fault, onMove, onRemove }: StepRowProps): ReactNode {
  const { t } = useTranslation('routes');
  const { title: name, what, state } = words;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: step.id, attributes: { roleDescription: t('edit.handleRole') } });
  return (
    <li
      ref={setNodeRef}
      className={`${styles.row} ${isDragging ? styles.dragged : ''} ${fault === null ? '' : styles.refused}`}
      style={{ transform: transform === null ? undefined : `translateY(${transform.y}px)`, transition }}
    >
      <button
        ref={setActivatorNodeRef}
        type="button"
        className={styles.handle}
        aria-label={t('edit.handle', { name })}
        {...attributes}
        {...listeners}
      >
        <GripVertical size={18} aria-hidden="true" />
      </button>
      <span className={styles.place} aria-hidden="true">
        {place.at + 1}
      </span>
      <div className={styles.words}>
        <span className={styles.name}>{name}</span>{' '}
        {what !== '' && <span className="soft small">{what}</span>} <StepMark state={state} />
      </div>
      <div className={styles.ways}>
        {/* At the ends they stay in reach: the focus would be lost with them. */}
        <Button
          look="quiet"
          aria-label={t('edit.up', { name })}
          aria-disabled={place.at === 0 || undefined}
          icon={<ChevronUp size={18} aria-hidden="true" />}
          onClick={() => onMove(-1)}
        />
        <Button
          look="quiet"
          aria-label={t('edit.down', { name })}
          aria-disabled={place.at === place.of - 1 || undefined}
          icon={<ChevronDown size={18} aria-hidden="true" />}
          onClick={() => onMove(1)}
        />
        <Button
          look="quiet"
          data-removes
          aria-label={t('edit.remove', { name })}
          icon={<X size={18} aria-hidden="true" />}
          onClick={onRemove}
        />
      </div>
      {fault !== null && (
        <p className={styles.fault} role="alert" lang="en">
          {fault}
        </p>
      )}
    </li>
  );
}
