import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import { useProviderNames } from '../../../features/provider-names.ts';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { codeWord } from '../words/codes.ts';

/** What became of a request, as one sentence: `Served by Groq in 412 ms after 2 attempts`. */
export function useHeadline(): (trace: TraceView) => string {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const providerName = useProviderNames();
  return ({ outcome, provider, code, took_ms, attempts, resumes }) => {
    const time = formatDuration(took_ms, language);
    const reason = code === null ? '' : codeWord(t, code);
    const count = attempts.length;
    switch (outcome) {
      case 'served': {
        const words = { provider: providerName(provider ?? ''), time, count };
        if (resumes.length > 0) return t('headline.resumed', { ...words, count: resumes.length });
        const raced = attempts.filter(({ role }) => role === 'race').length;
        if (raced === count && raced > 1) return t('headline.raced', words);
        return count > 1 ? t('headline.servedAfter', words) : t('headline.served', words);
      }
      case 'failed':
        return count === 0
          ? t('headline.refused', { time, reason })
          : t('headline.failed', { time, reason, count });
      case 'interrupted':
        return t('headline.interrupted', { time, provider: providerName(provider ?? lastAsked(attempts)) });
      case 'left':
        return t('headline.left', { time });
      default:
        return outcome satisfies never;
    }
  };
}

function lastAsked(attempts: TraceView['attempts']): string {
  return attempts.at(-1)?.provider ?? '';
}
