import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { PageHeader } from '../../components/page-header.tsx';

export function NotFoundPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('notFound.title')} lead={t('notFound.lead')} />
      <Link href="/">{t('notFound.back')}</Link>
    </>
  );
}
