import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Notice } from '../../../components/notice.tsx';

/** Why a trace may not be there, and what to do to have more of them. */
export function ForgottenTrace({ id }: { readonly id: string }): ReactNode {
  const { t } = useTranslation('requests');
  return (
    <Notice tone="calm" title={t('gone.none', { id })}>
      <p>
        <Trans t={t} i18nKey="gone.why" components={{ code: <code /> }} />
      </p>
    </Notice>
  );
}
