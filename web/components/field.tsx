import {
  useId,
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import styles from './field.module.css';

interface FieldWords {
  readonly label: string;
  /** Below it, always there. */
  readonly hint?: ReactNode;
  /** What is wrong and what is allowed. */
  readonly error?: string | ReactElement | null | undefined;
}

interface FrameProps extends FieldWords {
  readonly id: string;
  readonly children: ReactNode;
}

function Frame({ id, label, hint, error, children }: FrameProps): ReactNode {
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      <p id={`${id}-error`} className={styles.error} role="alert">
        {error}
      </p>
    </div>
  );
}

function described(
  { hint, error }: FieldWords,
  id: string,
): { 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const ids = [hint === undefined ? '' : `${id}-hint`, isWrong(error) ? `${id}-error` : ''].filter(Boolean);
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(isWrong(error) ? { 'aria-invalid': true as const } : {}),
  };
}

function isWrong(error: FieldWords['error']): boolean {
  return error !== undefined && error !== null;
}

function inputClass(own: string | undefined): string {
  return [styles.input, own].filter(Boolean).join(' ');
}

export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldWords & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        className={inputClass(className)}
        autoComplete="off"
        {...described({ label, hint, error }, id)}
        {...rest}
      />
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldWords & TextareaHTMLAttributes<HTMLTextAreaElement>): ReactNode {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        className={inputClass(className)}
        rows={4}
        {...described({ label, hint, error }, id)}
        {...rest}
      />
    </Frame>
  );
}

/** The browser's own list: the easiest one for a thumb and for a screen reader. */
export function SelectField({
  label,
  hint,
  error,
  className,
  children,
  ...rest
}: FieldWords & SelectHTMLAttributes<HTMLSelectElement>): ReactNode {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select id={id} className={inputClass(className)} {...described({ label, hint, error }, id)} {...rest}>
        {children}
      </select>
    </Frame>
  );
}

export function SwitchField({
  label,
  hint,
  ...rest
}: FieldWords & Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'role'>): ReactNode {
  const id = useId();
  return (
    <div className={styles.switch}>
      <input id={id} type="checkbox" role="switch" {...described({ label, hint }, id)} {...rest} />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
