import { dateFormat } from '../../../lib/formatters.ts';
import type { Language } from '../../../lib/i18n.ts';

/** To the second, and the day when it is not today: `14:05:12`, `21 nov.`. */
export function formatClock(iso: string, language: Language, now = new Date()): [string, string | null] {
  const at = new Date(iso);
  const clock = dateFormat(language, { timeStyle: 'medium' }).format(at);
  if (at.toDateString() === now.toDateString()) return [clock, null];
  const sameYear = at.getFullYear() === now.getFullYear();
  const day = dateFormat(language, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
  return [clock, day];
}
