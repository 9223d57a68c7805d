import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../../src/api/views/route-view.ts';
import type { Draft } from '../draft.ts';
import { EditorFoot } from './editor-foot.tsx';
import { RouteOptions } from './route-options.tsx';
import { StepEditor } from './step-editor.tsx';
import { StrategyField } from './strategy-field.tsx';
import { useSaveDraft } from './use-save-draft.ts';
import styles from './route-editor.module.css';

export interface RouteEditorProps {
  /** As it is stored. */
  readonly route: RouteView;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onClose: () => void;
}

/** Everything of a route that can be changed. Nothing holds before it is saved. */
export function RouteEditor({ route, draft, onChange, onClose }: RouteEditorProps): ReactNode {
  const { t } = useTranslation('routes');
  const [said, say] = useState('');
  const save = useSaveDraft(draft, onClose);
  const ref = useRef<HTMLDivElement>(null);
  // Whoever opened it is led into it.
  useEffect(() => ref.current?.focus(), []);
  const { name, source } = route;
  const common = { route, draft, say, faults: save.faults, onChange };
  return (
    <div
      ref={ref}
      tabIndex={-1}
      className={styles.editor}
      role="group"
      aria-label={t('edit.title', { name })}
    >
      {name === 'private' ? (
        <p className="soft small">{t('edit.local')}</p>
      ) : (
        source === 'built_in' && <p className="soft small">{t('edit.fixes')}</p>
      )}
      <div className={styles.parts}>
        <div className={styles.part}>
          <StepEditor part="steps" {...common} />
          <StepEditor part="then" {...common} />
        </div>
        <div className={styles.part}>
          <StrategyField
            value={draft.strategy}
            onChange={(strategy) => onChange({ ...draft, strategy })}
            error={save.faults.of('strategy')}
          />
          <RouteOptions draft={draft} faults={save.faults} onChange={onChange} />
        </div>
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <EditorFoot draft={draft} save={save} onClose={onClose} />
    </div>
  );
}
