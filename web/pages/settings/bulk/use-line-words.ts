import { useTranslation } from 'react-i18next';
import type { BulkLineView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { useLanguage } from '../../../lib/use-language.ts';

interface LineWords {
  readonly text: string;
  /** Of the text; null = the reader's. */
  readonly language: 'en' | null;
}

/** Why a line was refused: a wrong prefix in the reader's language, anything else in the gateway's words. */
export function useLineWords(): (line: BulkLineView, provider: ProviderView | undefined) => LineWords {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  return ({ masked, message, result }, provider) => {
    const prefixes = provider?.prefixes ?? [];
    const told = { text: message ?? '', language: 'en' } as const;
    if (result !== 'refused' || provider === undefined || prefixes.length === 0) return told;
    if (prefixes.some((prefix) => masked.startsWith(prefix.slice(0, 8)))) return told;
    const list = new Intl.ListFormat(language, { type: 'disjunction' }).format(prefixes);
    return { text: t('refused.prefix', { name: provider.name, prefixes: list }), language: null };
  };
}
