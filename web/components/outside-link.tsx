import { ExternalLink } from 'lucide-react';
import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './outside-link.module.css';

/** A link that leads away from Noria: in a tab of its own, which is said, and without telling where it was followed from. */
export function OutsideLink({
  children,
  className,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement>): ReactNode {
  const { t } = useTranslation();
  return (
    <a
      {...rest}
      target="_blank"
      rel="noreferrer"
      className={[styles.link, className].filter(Boolean).join(' ')}
    >
      {children}
      <ExternalLink size={14} aria-hidden="true" />
      <span className="visually-hidden"> ({t('newTab')})</span>
    </a>
  );
}
