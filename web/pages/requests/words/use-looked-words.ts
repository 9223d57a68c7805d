import { useTranslation } from 'react-i18next';

const occasions = ['chat', 'long', 'code', 'tools', 'vision', 'json', 'creative'] as const;
const tastes = {
  'fastest first': 'fastest',
  'strongest first': 'strongest',
  'creative models first': 'creative',
  'models that keep to a schema first': 'schema',
} as const;

/** What `auto` saw and made of it: of `code → strongest first`, in the reader's words. */
export function useLookedWords(): (looked: string) => string {
  const { t } = useTranslation('requests');
  return (looked) => {
    const [seen = '', made = ''] = looked.split(' → ');
    const occasion = occasions.find((one) => one === seen);
    const taste = Object.entries(tastes).find(([words]) => words === made)?.[1];
    if (occasion === undefined || taste === undefined) return looked;
    return t('looked.is', { occasion: t(`looked.${occasion}`), taste: t(`taste.${taste}`) });
  };
}
