import { useTranslation } from 'react-i18next';
import { apps } from './apps.ts';

/** What a surface is called; one that this app does not know by its own name. */
export function useAppWords(): (app: string) => string {
  const { t } = useTranslation('clients');
  return (app) => {
    const known = apps.find((one) => one === app);
    return known === undefined ? app : t(`apps.${known}`);
  };
}
