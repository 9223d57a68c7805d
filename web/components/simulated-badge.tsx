import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from './badge.tsx';

/** Stands beside everything that a simulated provider made. */
export function SimulatedBadge(): ReactNode {
  const { t } = useTranslation();
  return (
    <Badge tone="warn" icon={FlaskConical}>
      {t('simulated.badge')}
    </Badge>
  );
}
