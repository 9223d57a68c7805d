import { useTranslation } from 'react-i18next';
import type { Language } from './i18n.ts';

/** The language that is shown, for numbers and times. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'fr' ? 'fr' : 'en';
}
