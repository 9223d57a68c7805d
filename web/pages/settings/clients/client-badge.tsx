import { Ban, CalendarX2, CircleCheck, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientView } from '../../../../src/api/views/client-view.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';

const looks: Readonly<Record<ClientView['status'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  active: { tone: 'good', icon: CircleCheck },
  disabled: { tone: 'calm', icon: Ban },
  expired: { tone: 'warn', icon: CalendarX2 },
};

/** How a client key stands, in word, colour and icon. */
export function ClientBadge({ status }: Pick<ClientView, 'status'>): ReactNode {
  const { t } = useTranslation('clients');
  return <Badge {...looks[status]}>{t(`status.${status}`)}</Badge>;
}
