import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './out-link.module.css';

/** A link that leaves the app: said by a sign and in words. */
export function OutLink({
  href,
  children,
}: {
  readonly href: string;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <a className={styles.link} href={href} target="_blank" rel="noreferrer">
      {children}
      <ExternalLink size={13} aria-hidden="true" />
      <span className="visually-hidden"> {t('newTab')}</span>
    </a>
  );
}
