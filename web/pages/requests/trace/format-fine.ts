import { formatDuration } from '../../../lib/format.ts';
import { numberFormat } from '../../../lib/formatters.ts';
import type { Language } from '../../../lib/i18n.ts';

/** Below 10 ms with what comes after the point: `0,41 ms`. */
export function formatFine(ms: number, language: Language): string {
  if (ms >= 10) return formatDuration(ms, language);
  const figure = numberFormat(language, { maximumFractionDigits: 2 }).format(ms);
  return `${figure}\u00a0ms`;
}
