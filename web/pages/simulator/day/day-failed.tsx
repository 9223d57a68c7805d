import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { errorText } from '../../../components/query-state.tsx';
import { ApiError } from '../../../lib/api.ts';

export interface DayFailedProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

/** Why there is no day, in words, and a way to try again. */
export function DayFailed({ error, onRetry }: DayFailedProps): ReactNode {
  const { t } = useTranslation(['simulator', 'common']);
  const again = <Button onClick={onRetry}>{t('common:error.again')}</Button>;
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 409 || status === 504)
    return (
      <Notice
        tone={status === 409 ? 'warn' : 'bad'}
        title={t(status === 409 ? 'error.busy' : 'error.late')}
        action={again}
      >
        {t(status === 409 ? 'error.busyText' : 'error.lateText')}
      </Notice>
    );
  return (
    <Notice tone="bad" title={t('error.other')} action={again}>
      {/* The gateway speaks English. */}
      <span {...(status === 0 ? {} : { lang: 'en' })}>{errorText(error, t('common:error.unreachable'))}</span>
    </Notice>
  );
}
