import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../../components/button.tsx';
import buttonStyles from '../../../components/button.module.css';
import { Notice } from '../../../components/notice.tsx';

export interface NoTracesProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

/** Why nothing is there, and what to do about it. */
export function NoTraces({ isFiltered, onClear }: NoTracesProps): ReactNode {
  const { t } = useTranslation('requests');
  if (isFiltered)
    return (
      <Notice
        tone="calm"
        title={t('none.filtered')}
        action={<Button onClick={onClear}>{t('none.clear')}</Button>}
      >
        {t('none.filteredHint')}
      </Notice>
    );
  return (
    <Notice
      tone="calm"
      title={t('none.title')}
      action={
        <Link href="/" className={`${buttonStyles.button} ${buttonStyles.plain}`}>
          {t('none.start')}
        </Link>
      }
    >
      {t('none.hint')}
    </Notice>
  );
}
