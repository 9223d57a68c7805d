import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { useLanding } from '../arrival.tsx';
import { modelOfRoute } from './model-of-route.ts';
import styles from './route-card.module.css';

/** What a route is called, where it comes from, and how one asks for it. */
export function RouteHead({ route }: { readonly route: RouteView }): ReactNode {
  const { t } = useTranslation('routes');
  const { name, source, beneath } = route;
  const heading = useLanding<HTMLHeadingElement>(`route-${name}`);
  const isOwn = source === 'stored' && beneath === null;
  const model = modelOfRoute(name);
  return (
    <header className={styles.head}>
      <h3 ref={heading} id={`route-${name}`} tabIndex={-1}>
        {name}
      </h3>
      <Badge tone={source === 'stored' ? 'accent' : 'calm'}>{t(`source.${isOwn ? 'own' : source}`)}</Badge>
      {name === 'private' && (
        <Badge tone="good" icon={Lock}>
          {t('privacy')}
        </Badge>
      )}
      <span className={styles.ask}>
        <span className="soft small">{t('ask.label')}</span>
        <code>{model}</code>
        <CopyButton text={model} what={model} />
      </span>
    </header>
  );
}
