import { CircleHelp, CopyCheck, KeyRound, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkLineView } from '../../../../src/api/views/key-view.ts';
import { useProviderNames } from '../../../features/provider-names.ts';
import styles from './add-keys.module.css';
import type { Choices } from './choices.ts';

export interface RecognisedLinesProps {
  /** Of the selects: `<id>-<line>`. */
  readonly id: string;
  readonly lines: readonly BulkLineView[];
  readonly choices: Choices;
  /** Somebody wants to go on: what still has to be chosen is marked. */
  readonly isAsked: boolean;
  readonly onChoose: (line: number, provider: string) => void;
}

/** Whose the pasted keys are; what cannot be told is chosen right here. Its first line stands where the hint was. */
export function RecognisedLines({ lines, ...rest }: RecognisedLinesProps): ReactNode {
  const { t } = useTranslation('home');
  if (lines.length === 0) return <p className={styles.hint}>{t('keys.hint')}</p>;
  return (
    // Many of them scroll.
    <ul
      className={styles.recognised}
      aria-label={t('keys.recognised')}
      tabIndex={lines.length > 4 ? 0 : undefined}
    >
      {lines.map((line, index) => (
        // Two keys may stand in one line.
        <li key={`${line.line}-${index}`}>
          <Line line={line} {...rest} />
        </li>
      ))}
    </ul>
  );
}

function Line({
  line,
  ...rest
}: { readonly line: BulkLineView } & Omit<RecognisedLinesProps, 'lines'>): ReactNode {
  const { t } = useTranslation('home');
  const nameOf = useProviderNames();
  const { result, masked, provider, message } = line;
  const Icon = icons[result];
  return (
    <>
      <Icon
        size={16}
        aria-hidden="true"
        className={result === 'ask' || result === 'refused' ? styles[result] : undefined}
      />
      <span className="mono">{masked}</span>
      {provider !== null && <strong>{nameOf(provider)}</strong>}
      {result === 'duplicate' && <span>{t('keys.duplicate')}</span>}
      {result === 'refused' && <span lang="en">{message}</span>}
      {result === 'ask' && <Choice line={line} {...rest} />}
    </>
  );
}

function Choice({
  id,
  line: { line, masked, candidates },
  choices,
  isAsked,
  onChoose,
}: { readonly line: BulkLineView } & Omit<RecognisedLinesProps, 'lines'>): ReactNode {
  const { t } = useTranslation('home');
  const nameOf = useProviderNames();
  const choice = choices[line] ?? '';
  const isOpen = isAsked && choice === '';
  return (
    <span className={styles.choice}>
      <select
        id={`${id}-${line}`}
        aria-label={t('keys.whose', { key: masked })}
        aria-invalid={isOpen || undefined}
        value={choice}
        onChange={(event) => onChoose(line, event.target.value)}
      >
        <option value="" disabled>
          {t('keys.choose')}
        </option>
        {candidates.map((candidate) => (
          <option key={candidate} value={candidate}>
            {nameOf(candidate)}
          </option>
        ))}
      </select>
      {isOpen && (
        <span role="alert" className={styles.open}>
          {t('keys.chooseFirst')}
        </span>
      )}
    </span>
  );
}

const icons = { added: KeyRound, duplicate: CopyCheck, refused: TriangleAlert, ask: CircleHelp } as const;
