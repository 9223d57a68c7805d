import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerdictView } from '../../../../src/api/views/key-view.ts';
import { Mark } from '../../../components/mark.tsx';

const looks = {
  excellent: { tone: 'good', icon: CircleCheck },
  near_limit: { tone: 'warn', icon: TriangleAlert },
  problematic: { tone: 'bad', icon: OctagonAlert },
} as const;

/** What its owner should think of a key. */
export function KeyVerdict({ verdict }: { readonly verdict: VerdictView }): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Mark {...looks[verdict]}>
      <span className="visually-hidden">{t('verdict.label')}</span>
      {t(`verdict.${verdict}`)}
    </Mark>
  );
}
