import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField, TextField } from '../../../../components/field.tsx';
import type { Draft } from '../draft.ts';
import type { DraftFaults } from './use-save-draft.ts';
import styles from './route-editor.module.css';

export interface RouteOptionsProps {
  readonly draft: Draft;
  readonly faults: DraftFaults;
  readonly onChange: (draft: Draft) => void;
}

const resumes = { kind: null, on: true, off: false } as const;

/** What happens to a stream that breaks off, and how long one waits for the first words. */
export function RouteOptions({ draft, faults, onChange }: RouteOptionsProps): ReactNode {
  const { t } = useTranslation('routes');
  const shown = draft.resume === null ? 'kind' : draft.resume ? 'on' : 'off';
  return (
    <div className={styles.options}>
      <SelectField
        label={t('resume.label')}
        hint={t('resume.hint')}
        error={faults.of('resume')}
        value={shown}
        onChange={(event) => {
          const { value } = event.target;
          if (value === 'kind' || value === 'on' || value === 'off')
            onChange({ ...draft, resume: resumes[value] });
        }}
      >
        <option value="kind">{t('resume.kind')}</option>
        <option value="on">{t('resume.on')}</option>
        <option value="off">{t('resume.off')}</option>
      </SelectField>
      <TextField
        label={t('deadline.seconds')}
        hint={t('deadline.hint')}
        error={faults.of('deadline_ms')}
        inputMode="decimal"
        value={draft.deadline}
        onChange={(event) => onChange({ ...draft, deadline: event.target.value })}
      />
    </div>
  );
}
