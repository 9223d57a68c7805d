import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import type { SimulationView } from '../../../../src/api/views/simulation-view.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { formatCount, formatShare } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './day.module.css';

export interface ProviderTableProps {
  readonly day: SimulationView;
  readonly choices: readonly ProviderView[];
}

const columns = ['accounts', 'servedColumn', 'refused', 'allowed', 'harvestColumn'] as const;

/** What each provider served and refused; the sum is what was served in all. */
export function ProviderTable({ day, choices }: ProviderTableProps): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const all = Object.entries(day.providers);
  const figure = (amount: number): string => formatCount(amount, language);
  const sumOf = (name: 'accounts' | 'refused'): number => all.reduce((sum, [, one]) => sum + one[name], 0);
  return (
    <>
      <ScrollRegion label={t('day.table')}>
        <table>
          <caption className="visually-hidden">{t('day.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('day.provider')}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {t(`day.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map(([id, one]) => (
              <tr key={id}>
                <th scope="row">{choices.find((choice) => choice.id === id)?.name ?? id}</th>
                <td className="number">{figure(one.accounts)}</td>
                <td className="number">{figure(one.requests)}</td>
                <td className="number">{figure(one.refused)}</td>
                <td className="number">{one.allowed === null ? t('day.unbounded') : figure(one.allowed)}</td>
                <td className="number">{one.harvest === null ? '–' : formatShare(one.harvest, language)}</td>
              </tr>
            ))}
            {day.local_requests > 0 && (
              <tr>
                <th scope="row">{t('day.local')}</th>
                <td />
                <td className="number">{figure(day.local_requests)}</td>
                <td colSpan={3} />
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('day.sum')}</th>
              <td className="number">{figure(sumOf('accounts'))}</td>
              <td className="number">{figure(day.served)}</td>
              <td className="number">{figure(sumOf('refused'))}</td>
              <td />
              <td className="number">{day.harvest === null ? '–' : formatShare(day.harvest, language)}</td>
            </tr>
          </tfoot>
        </table>
      </ScrollRegion>
      <p className={`${styles.hint} soft small`}>{t('day.refusedHint')}</p>
    </>
  );
}
