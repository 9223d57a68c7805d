import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { TextArea } from '../../../components/field.tsx';
import { DialogButtons } from '../dialog-buttons.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { focusFirstFault } from '../focus-first-fault.ts';
import { useFaultWords } from '../use-fault-words.ts';
import styles from '../dialog-form.module.css';
import type { BulkAdd } from './use-bulk-add.ts';

export interface BulkFormProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly bulk: BulkAdd;
  readonly onClose: () => void;
}

/** As many as the gateway takes at a time. */
const mostLines = 500;

/** Where keys are pasted, one a line. */
export function BulkForm({ text, onChange, bulk, onClose }: BulkFormProps): ReactNode {
  const { t } = useTranslation('settings');
  const words = useFaultWords();
  const [asked, setAsked] = useState(false);
  const language = useLanguage();
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  const wrong =
    lines === 0
      ? t('bulk.empty')
      : lines > mostLines
        ? t('bulk.tooMany', { lines: formatCount(lines, language), most: mostLines })
        : null;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setAsked(true);
    if (wrong !== null) return focusFirstFault(event.currentTarget);
    bulk.add(text);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextArea
        label={t('bulk.text')}
        hint={t('bulk.hint')}
        rows={8}
        required
        spellCheck={false}
        autoComplete="off"
        placeholder={'gsk_…\nGEMINI_API_KEY=AIza…\nmistral …'}
        error={asked && wrong !== null ? wrong : bulk.error === null ? null : words(bulk.error)}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <DialogButtons onCancel={onClose}>
        <Button type="submit" look="primary" busy={bulk.isPending}>
          {t('bulk.submit')}
        </Button>
      </DialogButtons>
    </form>
  );
}
