import { CircleDot, Save } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../../components/button.tsx';
import { ChangeFault } from '../../change-fault.tsx';
import { isChanged, type Draft } from '../draft.ts';
import type { SaveDraft } from './use-save-draft.ts';
import styles from './route-editor.module.css';

export interface EditorFootProps {
  readonly draft: Draft;
  readonly save: SaveDraft;
  readonly onClose: () => void;
}

/** Save and discard: once something is unsaved, in sight as long as any part of the editor is. */
export function EditorFoot({ draft, save, onClose }: EditorFootProps): ReactNode {
  const { t } = useTranslation('routes');
  const { t: common } = useTranslation();
  const isUnsaved = isChanged(draft);
  return (
    <footer className={isUnsaved ? `${styles.foot} ${styles.kept}` : styles.foot}>
      <ChangeFault error={save.error} />
      <div className={styles.ways}>
        <p className={save.isRefused ? styles.wrong : styles.unsaved} role="status">
          {isUnsaved && (
            <>
              <CircleDot size={16} aria-hidden="true" />
              {t(save.isRefused ? 'edit.wrong' : 'edit.unsaved')}
            </>
          )}
        </p>
        <Button onClick={onClose}>{t(isUnsaved ? 'edit.discard' : 'edit.close')}</Button>
        <Button
          look="primary"
          icon={<Save size={16} aria-hidden="true" />}
          disabled={!isUnsaved}
          busy={save.isPending}
          onClick={save.start}
        >
          {common('save')}
        </Button>
      </div>
    </footer>
  );
}
