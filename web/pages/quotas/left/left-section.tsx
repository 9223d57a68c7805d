import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeftView, QuotasView } from '../../../../src/api/views/quota-view.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { Section } from '../section.tsx';
import { LeftCard } from './left-card.tsx';
import { inOrder, isSame, leftName } from './left-name.ts';
import styles from './left.module.css';

/** One card a unit: what is left of it over all, and of each provider. */
export function LeftSection({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { t } = useTranslation('quotas');
  const { totals, providers } = quotas;
  return (
    <Section title={t('left.title')}>
      {totals.length === 0 ? (
        <p className="soft">{t('left.none')}</p>
      ) : (
        <div className={styles.cards}>
          {totals.toSorted(inOrder).map((total) => (
            <LeftCard key={leftName(total)} total={total} parts={partsOf(total, providers)} />
          ))}
        </div>
      )}
      <Uncounted providers={providers} />
    </Section>
  );
}

function partsOf(total: LeftView, providers: QuotasView['providers']): { name: string; left: LeftView }[] {
  return providers.flatMap(({ name, left }) =>
    left.filter((one) => isSame(one, total)).map((one) => ({ name, left: one })),
  );
}

/** So that nobody looks for them in the sums. */
function Uncounted({ providers }: Pick<QuotasView, 'providers'>): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const names = providers.filter(({ left }) => left.length === 0).map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <p className="soft small">
      {t('left.without', {
        count: names.length,
        names: new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
      })}
    </p>
  );
}
