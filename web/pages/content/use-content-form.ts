import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../lib/use-language.ts';
import type { ContentForm } from './content-form.ts';

export interface ContentFormState {
  readonly form: ContentForm;
  readonly change: (how: Partial<ContentForm>) => void;
}

/** The form, with an example in the reader's language in every field that was not touched. */
export function useContentForm(): ContentFormState {
  const { t } = useTranslation('content');
  const language = useLanguage();
  const [changed, setChanged] = useState<Partial<ContentForm>>({});
  return {
    form: {
      type: 'product-title',
      subject: t('example.subject'),
      details: t('example.details'),
      keywords: t('example.keywords'),
      tone: t('example.tone'),
      language,
      platform: '',
      variants: 3,
      ...changed,
    },
    change: (how) => setChanged((before) => ({ ...before, ...how })),
  };
}
