import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { stopAt } from './stops.ts';
import styles from './wish.module.css';

export interface SliderFieldProps {
  readonly label: string;
  readonly value: number;
  /** Where the slider stops, rising. */
  readonly stops: readonly number[];
  /** What the number field takes, from the first stop on. */
  readonly most: number;
  /** The value in words: `5,000 requests a day`. */
  readonly words: string;
  readonly onChange: (value: number) => void;
}

/** A figure by slider, with its value in words, and exactly by a field beside it. */
export function SliderField({ label, value, stops, most, words, onChange }: SliderFieldProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.slider}>
      <div className={styles.sliderHead}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id} className="figure soft small" aria-live="off">
          {words}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        value={stopAt(stops, value)}
        aria-valuetext={words}
        onChange={({ currentTarget }) => onChange(stops[currentTarget.valueAsNumber] ?? value)}
      />
      <ExactField label={label} value={value} least={stops[0] ?? 0} most={most} onChange={onChange} />
    </div>
  );
}

interface ExactFieldProps extends Pick<SliderFieldProps, 'label' | 'value' | 'most' | 'onChange'> {
  readonly least: number;
}

/** Takes over what is allowed, says so of what is not, and goes back to the value when it is left. */
function ExactField({ label, value, least, most, onChange }: ExactFieldProps): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const isWrong = draft !== null && !isAllowed(draft, least, most);
  return (
    <>
      <input
        type="number"
        inputMode="numeric"
        className={styles.exact}
        aria-label={t('wish.exact', { label })}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? id : undefined}
        min={least}
        max={most}
        value={draft ?? value}
        onChange={({ currentTarget }) => {
          setDraft(currentTarget.value);
          if (isAllowed(currentTarget.value, least, most)) onChange(Number(currentTarget.value));
        }}
        onBlur={() => setDraft(null)}
      />
      <p id={id} className={styles.wrong} role="alert">
        {isWrong &&
          t('wish.allowed', { least: formatCount(least, language), most: formatCount(most, language) })}
      </p>
    </>
  );
}

function isAllowed(text: string, least: number, most: number): boolean {
  const number = Number(text);
  return text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most;
}
