import { useTranslation } from 'react-i18next';
import { errorText } from '../../components/query-state.tsx';

/** Why a call failed: the gateway's words, ours where it could not be reached. */
export function useFaultWords(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => (error instanceof Error ? errorText(error, t('error.unreachable')) : String(error));
}
