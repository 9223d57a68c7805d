import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { longestTexts, mostVariants, platformTitles } from '../../../src/api/views/content-limits.ts';
import { SelectField, TextArea, TextField } from '../../components/field.tsx';
import { useLanguage } from '../../lib/use-language.ts';
import { isAboutProduct } from './content-form.ts';
import styles from './content-page.module.css';
import { TypeChoice } from './type-choice.tsx';
import type { ContentFormState } from './use-content-form.ts';

const languages = ['fr', 'en', 'es', 'de', 'it', 'pt', 'nl'] as const;
const tones = ['professional', 'warm', 'playful', 'elegant', 'bold', 'plain'] as const;

/** Everything that can be said of the text. */
export function ContentFields({ form, change }: ContentFormState): ReactNode {
  const { t } = useTranslation('content');
  const isProduct = isAboutProduct(form.type);
  return (
    <>
      <TypeChoice type={form.type} onChoose={(type) => change({ type })} />
      <TextField
        label={t(isProduct ? 'form.product' : 'form.topic')}
        required
        maxLength={isProduct ? longestTexts.product_name : longestTexts.topic}
        value={form.subject}
        onChange={(event) => change({ subject: event.target.value })}
      />
      <TextArea
        label={t('form.details')}
        hint={t('form.detailsHint')}
        rows={3}
        maxLength={longestTexts.details}
        value={form.details}
        onChange={(event) => change({ details: event.target.value })}
      />
      <TextField
        label={t('form.keywords')}
        hint={t('form.keywordsHint')}
        value={form.keywords}
        onChange={(event) => change({ keywords: event.target.value })}
      />
      <div className={styles.pair}>
        <TextField
          label={t('form.tone')}
          list="tones"
          maxLength={longestTexts.tone}
          value={form.tone}
          onChange={(event) => change({ tone: event.target.value })}
        />
        <datalist id="tones">
          {tones.map((tone) => (
            <option key={tone} value={t(`tone.${tone}`)} />
          ))}
        </datalist>
        <LanguageField value={form.language} onChoose={(language) => change({ language })} />
        {form.type === 'social-media-post' && (
          <SelectField
            label={t('form.platform')}
            value={form.platform}
            onChange={(event) => change({ platform: event.target.value })}
          >
            <option value="">{t('form.anywhere')}</option>
            {platformTitles.map((title) => (
              <option key={title}>{title}</option>
            ))}
          </SelectField>
        )}
        <SelectField
          label={t('form.variants')}
          value={form.variants}
          onChange={(event) => change({ variants: Number(event.target.value) })}
        >
          {Array.from({ length: mostVariants }, (_, index) => (
            <option key={index}>{index + 1}</option>
          ))}
        </SelectField>
      </div>
    </>
  );
}

interface LanguageFieldProps {
  readonly value: string;
  readonly onChoose: (language: string) => void;
}

function LanguageField({ value, onChoose }: LanguageFieldProps): ReactNode {
  const { t } = useTranslation('content');
  const names = new Intl.DisplayNames(useLanguage(), { type: 'language' });
  return (
    <SelectField label={t('form.language')} value={value} onChange={(event) => onChoose(event.target.value)}>
      {languages.map((language) => (
        <option key={language} value={language}>
          {names.of(language) ?? language}
        </option>
      ))}
    </SelectField>
  );
}
