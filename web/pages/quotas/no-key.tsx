import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Notice } from '../../components/notice.tsx';

export function NoKey(): ReactNode {
  const { t } = useTranslation('quotas');
  return (
    <Notice tone="calm" title={t('empty.title')} action={<Link href="/settings">{t('empty.action')}</Link>}>
      {t('empty.text')}
    </Notice>
  );
}
