import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { formatCount, formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import type { Fact } from './fact-list.tsx';
import { formatFine } from './format-fine.ts';

/** How long it took and how much it was. */
export function useFigures(trace: TraceView): readonly Fact[] {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const { first_content_ms: firstMs, took_ms: tookMs, overhead_ms: overheadMs, tokens, attempts } = trace;
  return [
    { name: t('facts.total'), value: formatDuration(tookMs, language) },
    { name: t('facts.first'), value: firstMs === null ? '–' : formatDuration(firstMs, language) },
    { name: t('facts.overhead'), value: formatFine(overheadMs, language) },
    { name: t('facts.attempts'), value: formatCount(attempts.length, language) },
    { name: t('facts.input'), value: formatCount(tokens.input, language) },
    { name: t('facts.output'), value: formatCount(tokens.output, language) },
  ];
}
