import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../lib/api.ts';
import { fieldOf, type ClientField, type OwnFault } from './client-texts.ts';

export type FaultAt = (field: ClientField) => string | ReactElement | null;

/** What stands at a field: ours where it cannot be sent, else why the gateway refused it, in its words. */
export function useFieldFaults(wrong: readonly OwnFault[], error: Error | null): FaultAt {
  const { t } = useTranslation('clients');
  return (field) => {
    const own = wrong.find((one) => one === field);
    if (own !== undefined) return t(`wrong.${own}`);
    if (!(error instanceof ApiError) || fieldOf(error.param) !== field) return null;
    // The gateway speaks English.
    return <span lang="en">{error.message}</span>;
  };
}
