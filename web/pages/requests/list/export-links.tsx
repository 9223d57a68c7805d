import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import buttonStyles from '../../../components/button.module.css';
import { queryOf, type Filters } from '../filters/filters.ts';
import styles from './list.module.css';

const formats = ['csv', 'json'] as const;

/** All that the filters let through, as a file. */
export function ExportLinks({ filters }: { readonly filters: Filters }): ReactNode {
  const { t } = useTranslation('requests');
  const addressOf = (format: string): string =>
    `/api/traces/export${queryOf(filters, Date.now(), { format })}`;
  return formats.map((format) => (
    <a
      key={format}
      className={`${buttonStyles.button} ${buttonStyles.plain} ${styles.export}`}
      href={addressOf(format)}
      download
      // The page may have been open for hours: a period ends now.
      onClick={({ currentTarget }) => (currentTarget.href = addressOf(format))}
    >
      <Download size={16} aria-hidden="true" />
      {t(`export.${format}`)}
    </a>
  ));
}
