import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { SelectField } from '../../../components/field.tsx';
import { useFaultWords } from '../use-fault-words.ts';
import { isOutOfReach } from '../providers/split-providers.ts';
import type { BulkLineProps } from './bulk-line.tsx';
import styles from './bulk.module.css';

/** Whose key is this? Asked where several providers have such keys, or none is known by them. */
export function AskProvider({ line, providers, onChoose }: BulkLineProps): ReactNode {
  const { t } = useTranslation('settings');
  const words = useFaultWords();
  const [chosen, setChosen] = useState('');
  const [asked, setAsked] = useState(false);
  const choice = useMutation({ mutationFn: (provider: string) => onChoose(provider) });
  const usable = providers.filter((one) => !isOutOfReach(one));
  const likely = line.candidates.flatMap((id) => usable.find((one) => one.id === id) ?? []);
  const offered = likely.length > 0 ? likely : usable;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (chosen !== '') choice.mutate(chosen);
  };
  return (
    <form className={styles.ask} onSubmit={submit} noValidate>
      <SelectField
        label={t('bulk.whose', { key: line.masked })}
        required
        error={
          asked && chosen === '' ? t('bulk.chooseOne') : choice.error === null ? null : words(choice.error)
        }
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      >
        <option value="">{t('bulk.choose')}</option>
        {offered.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Button type="submit" busy={choice.isPending}>
        {t('bulk.add')}
      </Button>
    </form>
  );
}
