import { useTranslation } from 'react-i18next';
import { isApp } from './app-paths.ts';

/** What an app of the gateway is called, `other` too; one that is not known here by its own name. */
export function useAppName(): (id: string) => string {
  const { t } = useTranslation();
  return (id) => (id === 'other' || isApp(id) ? t(`apps.${id}`) : id);
}
