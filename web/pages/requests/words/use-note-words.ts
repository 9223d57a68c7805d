import { useTranslation } from 'react-i18next';

const notes = {
  'no hedge: too little quota to spare': 'noQuota',
  'no hedge: hedges are kept under a tenth of all requests': 'tooMany',
} as const;

/** What else was decided, in the reader's words where they are known. */
export function useNoteWords(): (text: string) => string {
  const { t } = useTranslation('requests');
  return (text) => (Object.hasOwn(notes, text) ? t(`note.${notes[text as keyof typeof notes]}`) : text);
}
