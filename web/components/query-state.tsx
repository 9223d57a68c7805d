import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../lib/api.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';

export interface QueryStateProps {
  readonly query: { readonly isPending: boolean; readonly error: Error | null; refetch(): unknown };
  /** Lines of grey while it loads: about as high as what comes. */
  readonly lines?: number;
}

/** What stands in place of data that is not there: grey lines, or what went wrong and a way to try again. */
export function QueryState({ query, lines = 4 }: QueryStateProps): ReactNode {
  const { t } = useTranslation();
  if (query.error === null) return <Skeleton lines={lines} />;
  return (
    <Notice
      tone="bad"
      title={t('error.title')}
      action={<Button onClick={() => void query.refetch()}>{t('error.again')}</Button>}
    >
      {errorText(query.error, t('error.unreachable'))}
    </Notice>
  );
}

/** The gateway's own words, or `unreachable` where it said nothing. */
export function errorText(error: Error, unreachable: string): string {
  return error instanceof ApiError && error.status === 0 ? unreachable : error.message;
}
