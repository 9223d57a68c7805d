import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderQuotaView } from '../../../../src/api/views/quota-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { keyLooks } from './key-states.ts';

const looks = { ...keyLooks, down: ['bad', Unplug] } as const;

export function ProviderState({ status }: Pick<ProviderQuotaView, 'status'>): ReactNode {
  const { t } = useTranslation('quotas');
  const [tone, icon] = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`providerStatus.${status}`)}
    </Badge>
  );
}
