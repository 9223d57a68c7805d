import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { ApiError } from '../../../lib/api.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useFaultWords } from '../use-fault-words.ts';
import { useProviders } from '../../../features/providers.ts';
import { ownerByPrefix } from './owner-by-prefix.ts';

/** Why a key was not taken, in the reader's language as far as the app can tell by itself; else in the gateway's words. */
export function useRefusalWords(): (error: unknown, provider: ProviderView, secret: string) => string {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const words = useFaultWords();
  const { data } = useProviders();
  return (error, provider, secret) => {
    const { name, prefixes } = provider;
    if (!(error instanceof ApiError)) return words(error);
    if (error.code === 'conflict') return t('refused.there', { name });
    if (error.code !== 'invalid_key') return words(error);
    if (secret === '' || /\s/.test(secret)) return t('refused.oneWord');
    if (prefixes.length === 0 || prefixes.some((prefix) => secret.startsWith(prefix))) return words(error);
    const list = new Intl.ListFormat(language, { type: 'disjunction' }).format(prefixes);
    const owner = ownerByPrefix(data?.providers ?? [], secret);
    return [
      t('refused.prefix', { name, prefixes: list }),
      ...(owner === null ? [] : [t('refused.looksLike', { name: owner.name })]),
    ].join(' ');
  };
}
