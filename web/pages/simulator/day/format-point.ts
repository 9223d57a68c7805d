import { dateFormat } from '../../../lib/formatters.ts';
import type { Language } from '../../../lib/i18n.ts';

/** A moment of the day in the reader's time zone: the hour alone where that is clear. */
export function formatPoint(iso: string, hours: number, language: Language): string {
  return dateFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    ...(hours <= 24 ? {} : { day: 'numeric', month: 'short' }),
  }).format(new Date(iso));
}
