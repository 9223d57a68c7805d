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

/** What joins a control to its words. */
interface Joined {
  readonly id: string;
  readonly className: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

interface FrameProps extends FieldWords {
  /** Of the control. */
  readonly className: string | undefined;
  readonly control: (joined: Joined) => ReactNode;
}

function Frame({ label, hint, error, className, control }: FrameProps): ReactNode {
  const id = useId();
  const isWrong = error !== undefined && error !== null;
  const describedBy = [hint === undefined ? '' : `${id}-hint`, isWrong ? `${id}-error` : ''].filter(Boolean);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {control({
        id,
        className: [styles.input, className].filter(Boolean).join(' '),
        ...(describedBy.length > 0 && { 'aria-describedby': describedBy.join(' ') }),
        ...(isWrong && { 'aria-invalid': true }),
      })}
      <Hint id={id}>{hint}</Hint>
      <p id={`${id}-error`} className={styles.error} role="alert">
        {error}
      </p>
    </div>
  );
}

function Hint({ id, children }: { readonly id: string; readonly children: ReactNode }): ReactNode {
  if (children === undefined) return null;
  return (
    <p id={`${id}-hint`} className={styles.hint}>
      {children}
    </p>
  );
}

export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldWords & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  return (
    <Frame
      {...{ label, hint, error, className }}
      control={(joined) => <input autoComplete="off" {...joined} {...rest} />}
    />
  );
}

export function TextArea({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldWords & TextareaHTMLAttributes<HTMLTextAreaElement>): ReactNode {
  return (
    <Frame
      {...{ label, hint, error, className }}
      control={(joined) => <textarea rows={4} {...joined} {...rest} />}
    />
  );
}

/** The browser's own list: the easiest one for a thumb and for a screen reader. */
export function SelectField({
  label,
  hint,
  error,
  className,
  ...rest
}: FieldWords & SelectHTMLAttributes<HTMLSelectElement>): ReactNode {
  return (
    <Frame {...{ label, hint, error, className }} control={(joined) => <select {...joined} {...rest} />} />
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
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...rest}
      />
      <label htmlFor={id}>{label}</label>
      <Hint id={id}>{hint}</Hint>
    </div>
  );
}
