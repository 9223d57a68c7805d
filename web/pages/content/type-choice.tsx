import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contentTypes } from '../../../src/api/views/content-limits.ts';
import type { ContentType } from '../../../src/api/views/content-view.ts';
import styles from './content-page.module.css';

export interface TypeChoiceProps {
  readonly type: ContentType;
  readonly onChoose: (type: ContentType) => void;
}

/** What is to be written. */
export function TypeChoice({ type, onChoose }: TypeChoiceProps): ReactNode {
  const { t } = useTranslation('content');
  return (
    <fieldset className={styles.types}>
      <legend>{t('form.type')}</legend>
      {contentTypes.map((one) => (
        <label key={one}>
          <input type="radio" name="type" value={one} checked={one === type} onChange={() => onChoose(one)} />
          <span>{t(`type.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
