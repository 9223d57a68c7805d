import { useTranslation } from 'react-i18next';

const apps = [
  'chat',
  'completions',
  'messages',
  'responses',
  'embeddings',
  'images',
  'audio',
  'content',
  'gemini',
  'ollama',
  'other',
] as const;

/** What an app of the gateway is called; one that is not known here by its own name. */
export function useAppName(): (id: string) => string {
  const { t } = useTranslation('quotas');
  return (id) => {
    const known = apps.find((one) => one === id);
    return known === undefined ? id : t(`usage.apps.${known}`);
  };
}
