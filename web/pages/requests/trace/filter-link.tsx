import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { pageAddress, type FilterName } from '../filters/filters.ts';

export interface FilterLinkProps {
  readonly name: FilterName;
  readonly value: string;
  /** Instead of the value. */
  readonly text?: string;
  readonly isCode?: boolean;
}

/** A fact that leads to all requests that have it in common. */
export function FilterLink({ name, value, text = value, isCode = false }: FilterLinkProps): ReactNode {
  const { t } = useTranslation('requests');
  return (
    <Link href={pageAddress({ [name]: value })} title={t('facts.allOf')}>
      {isCode ? <code>{text}</code> : text}
    </Link>
  );
}
