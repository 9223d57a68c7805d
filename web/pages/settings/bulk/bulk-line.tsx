import { CircleAlert, CircleCheck, CircleHelp, Copy, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkLineView } from '../../../../src/api/views/key-view.ts';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { AskProvider } from './ask-provider.tsx';
import { useLineWords } from './use-line-words.ts';
import styles from './bulk.module.css';

export interface BulkLineProps {
  readonly line: BulkLineView;
  readonly providers: readonly ProviderView[];
  readonly onChoose: (provider: string) => Promise<void>;
}

const looks: Readonly<Record<BulkLineView['result'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  added: { tone: 'good', icon: CircleCheck },
  duplicate: { tone: 'calm', icon: Copy },
  refused: { tone: 'bad', icon: CircleAlert },
  ask: { tone: 'warn', icon: CircleHelp },
};

/** One pasted line and what became of it. */
export function BulkLine({ line, providers, onChoose }: BulkLineProps): ReactNode {
  const { t } = useTranslation('settings');
  const wordsOf = useLineWords();
  const provider = providers.find(({ id }) => id === line.provider);
  const words = wordsOf(line, provider);
  return (
    <li className={styles.line}>
      <span className="soft small figure">{t('bulk.line', { line: line.line })}</span>
      <span className={`mono ${styles.masked}`}>{line.masked}</span>
      <Badge {...looks[line.result]}>{t(`bulk.result.${line.result}`)}</Badge>
      {provider !== undefined && <span>{provider.name}</span>}
      {line.message !== null && (
        <p className={styles.message} lang={words.language ?? undefined}>
          {words.text}
        </p>
      )}
      {line.result === 'ask' && <AskProvider line={line} providers={providers} onChoose={onChoose} />}
    </li>
  );
}
