import { KeyRound } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { TextArea } from '../../../components/field.tsx';
import { errorText } from '../../../components/query-state.tsx';
import { withoutTaken } from './add-pasted-keys.ts';
import { AddedKeys } from './added-keys.tsx';
import styles from './add-keys.module.css';
import { allChoices, type Choices } from './choices.ts';
import { RecognisedLines } from './recognised-lines.tsx';
import { useAddKeys } from './use-add-keys.ts';
import { useRecognised } from './use-recognised.ts';

export interface AddKeysProps {
  readonly rows?: number;
  /** A key was added that can serve. */
  readonly onServing?: () => void;
  /** Keys are being added and tested: whether they serve is not known yet. */
  readonly onBusy?: (isBusy: boolean) => void;
}

/** One box for any keys, one or many: whose each is, is seen while it is pasted; each is added and tested at once. */
export function AddKeys({ rows = 3, onServing, onBusy }: AddKeysProps): ReactNode {
  const { t } = useTranslation(['home', 'common']);
  const [text, setText] = useState('');
  const [choices, setChoices] = useState<Choices>({});
  const [isAsked, setAsked] = useState(false);
  const form = useId();
  const recognised = useRecognised(text);
  const adding = useAddKeys();
  const isRead = recognised.text === text;
  const chosen = allChoices(recognised.lines, choices);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (adding.isBusy || text.trim() === '') return;
    const open = Object.entries(isRead ? chosen : {}).find(([, provider]) => provider === '');
    setAsked(open !== undefined);
    if (open !== undefined) {
      document.getElementById(`${form}-${open[0]}`)?.focus();
      return;
    }
    void addAll(isRead ? chosen : {});
  }

  async function addAll(owners: Choices): Promise<void> {
    onBusy?.(true);
    const serves = await adding.add(text, owners, (lines) => {
      setText(withoutTaken(text, lines));
      setChoices({});
    });
    onBusy?.(false);
    if (serves) onServing?.();
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <TextArea
        label={t('keys.label')}
        className={styles.paste}
        rows={rows}
        value={text}
        placeholder={t('keys.placeholder').split('\n').slice(0, rows).join('\n')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={adding.error === null ? null : errorText(adding.error, t('common:error.unreachable'))}
        onChange={(event) => {
          setText(event.target.value);
          setAsked(false);
        }}
      />
      <RecognisedLines
        id={form}
        lines={recognised.lines}
        choices={chosen}
        isAsked={isAsked}
        onChoose={(line, provider) => setChoices((before) => ({ ...before, [line]: provider }))}
      />
      <div>
        <Button
          type="submit"
          look="primary"
          busy={adding.isBusy}
          icon={<KeyRound size={18} aria-hidden="true" />}
        >
          {t('keys.add')}
        </Button>
      </div>
      <AddedKeys adding={adding} />
    </form>
  );
}
